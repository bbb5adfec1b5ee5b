import { resolve } from 'node:path';
import { NOBODY, outcomeId, ShieldError } from '@hrd-shield/contracts';
import { loadImprovementPolicy } from '@hrd-shield/policy';
import { approvedProposal, keepProposal } from '@hrd-shield/reporting';
import { type Command, Option } from 'commander';
import { type SimulateOptions, simulate } from '../commands/simulate.ts';
import { kindOf } from '../policy/diff-rules.ts';
import { PURPOSES } from '../shell/purposes.ts';
import type { Shell } from '../shell/shell.ts';
import { readApprovers, withSignature } from '../shell/sign-folder.ts';
import { checkCoded } from './check-coded.ts';
import { tellOutcomes } from './tell-outcomes.ts';

type ProposeOptions = Omit<SimulateOptions, 'policy' | 'as'> & {
  readonly by: string;
  readonly reason: string;
  readonly file?: string;
  readonly out: string;
};

/** Adds `improve propose`, `approve` and `adopt`: how a threshold changes. */
export function registerProposals(improve: Command, shell: Shell): void {
  improve
    .command('propose <candidate>')
    .description('propose a changed rule file: its diff and a simulation, under checksums')
    .requiredOption('--by <name>', 'who proposes; this person cannot approve it')
    .requiredOption('--reason <code>', 'why, in coded words, such as false-alarms-in-urdu')
    .option('--file <name>', 'what it is among the rules, such as playbooks/raid.yaml')
    .option('--out <folder>', 'folder of proposals', 'proposals')
    .option('--events <file>', 'simulate over events; with --designations or --targeting-log')
    .option('--designations <file>', 'whom to look at, in the format of "designate import"')
    .option('--targeting-log', 'the events file was written by "export"')
    .option('--signals <file>', 'simulate over signals that "detect" wrote')
    .option('--since <age>', 'simulate over recorded signals, such as 30d; needs --purpose')
    .addOption(new Option('--purpose <purpose>', 'why many cases are looked at').choices(PURPOSES))
    .action((candidate: string, options: ProposeOptions) => propose(candidate, options, shell));
  withSignature(
    improve
      .command('approve <proposal>')
      .description('sign a proposal, after reading its diff and simulation'),
    'proposal',
    shell,
  );
  improve
    .command('adopt <proposal>')
    .description('record that enough people approved; the file is then put in place by its owner')
    .requiredOption('--approvers <file>', 'JSON: public key of each approver by name')
    .action((proposal: string, { approvers }: { readonly approvers: string }) =>
      adopt(proposal, approvers, shell),
    );
}

async function propose(candidate: string, options: ProposeOptions, shell: Shell): Promise<void> {
  const { by, file, out, reason, ...over } = options;
  checkCoded('--by', by);
  checkCoded('--reason', reason);
  if (kindOf(candidate) !== 'file') {
    throw new ShieldError('config.invalid', { detail: 'one rule file is proposed at a time' });
  }
  const told = await simulate(
    { ...over, policy: candidate, ...(file === undefined ? {} : { as: file }) },
    shell,
  );
  if (told.changes.length === 0) {
    throw new ShieldError('config.invalid', { detail: 'the candidate changes nothing' });
  }
  const { changes, ...simulation } = told;
  const folder = await keepProposal(resolve(out), {
    candidate: await shell.read(candidate),
    diff: changes,
    simulation,
    proposedBy: by,
    reason,
    at: Date.now(),
  });
  shell.answer({ folder, changes: changes.length }, [
    ...changes.map(({ file: of, says }) => `${of}: ${says}`),
    `proposal  ${folder}`,
  ]);
}

async function adopt(folder: string, list: string, shell: Shell): Promise<void> {
  const approvers = await readApprovers(list, shell);
  const needed = loadImprovementPolicy().proposals.approvers;
  const proposal = await approvedProposal(resolve(folder), { approvers, needed });
  await tellOutcomes(shell, [
    {
      id: outcomeId('policy.approved', proposal.id, 0),
      kind: 'policy.approved',
      defender: NOBODY,
      at: Date.now(),
      improvement: proposal.id,
      policyHash: proposal.candidate,
      reason: proposal.reason,
    },
  ]);
  const { approvedBy, candidate } = proposal;
  shell.answer({ proposal: proposal.id, approvedBy, candidate }, [
    `${proposal.id} approved by ${approvedBy.join(' and ')}`,
    `put the file in place: sha256 ${candidate}`,
  ]);
}
