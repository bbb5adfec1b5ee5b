import {
  ImprovementId,
  improvementId,
  NOBODY,
  type Outcome,
  outcomeId,
  ShieldError,
} from '@hrd-shield/contracts';
import { loadImprovementPolicy } from '@hrd-shield/policy';
import { readActions } from '@hrd-shield/reporting';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { instantOf } from '../commands/open-facts.ts';
import type { Shell } from '../shell/shell.ts';
import { signedIn } from '../tasks/local-token.ts';
import { checkCoded } from './check-coded.ts';
import { withFacts } from './show-figures.ts';
import { tellOutcomes } from './tell-outcomes.ts';

const DAY_MS = 86_400_000;

interface OpenOptions {
  readonly incident: string;
  readonly what: string;
  readonly owner: string;
  readonly due?: string;
}

/** Adds `improve action`, `close` and `actions`: what is to be done after an incident. */
export function registerActions(improve: Command, shell: Shell): void {
  improve
    .command('action')
    .description('track what is to be done after an incident was looked back at')
    .requiredOption('--incident <code>', 'incident, such as inc-2026-11-03')
    .requiredOption(
      '--what <code>',
      'what is to be done, in coded words, such as cover-urdu-nights',
    )
    .requiredOption('--owner <role>', 'role that answers for it, such as detection')
    .option('--due <day>', 'until when; as the rules say when absent')
    .action((options: OpenOptions) => open(options, shell));
  improve
    .command('close <action>')
    .description('close an action')
    .requiredOption('--as <code>', 'what came of it, in coded words, such as done or not-needed')
    .action((action: string, options: { readonly as: string }) => close(action, options.as, shell));
  improve
    .command('actions')
    .description('every action with its owner, its day and whether it was kept')
    .action(() => list(shell));
}

async function open({ due, incident, owner, what }: OpenOptions, shell: Shell): Promise<void> {
  checkCoded('--incident', incident);
  checkCoded('--owner', owner);
  checkCoded('--what', what);
  const { at } = await whoActs(shell);
  const dueAt = instantOf(due, at + loadImprovementPolicy().actions.dueDays * DAY_MS);
  if (dueAt === undefined || dueAt <= at) {
    throw new ShieldError('config.invalid', { detail: '--due is a day that is still to come' });
  }
  const action = improvementId(`action/${incident}`, what);
  await tellOutcomes(shell, [
    { ...fact('action.opened', action, at), reason: `${incident}/${what}`, option: owner, dueAt },
  ]);
  const until = new Date(dueAt).toISOString();
  shell.answer({ action, owner, dueAt: until }, [`${action}  ${owner} until ${until}`]);
}

async function close(name: string, as: string, shell: Shell): Promise<void> {
  checkCoded('--as', as);
  const action = ImprovementId.safeParse(name);
  if (!action.success) {
    throw new ShieldError('config.invalid', { detail: 'an action is v_ and 22 characters' });
  }
  const { at, responder } = await whoActs(shell);
  const known = await withFacts(shell, (facts) => readActions(facts.readRows, at));
  const found = known.find((one) => one.action === action.data);
  if (found === undefined || found.closedAt !== undefined) {
    throw new ShieldError('config.invalid', { detail: 'no such action is open' });
  }
  await tellOutcomes(shell, [{ ...fact('action.closed', action.data, at), reason: as, responder }]);
  shell.answer({ action: action.data, as }, [`${action.data} closed: ${as}`]);
}

async function list(shell: Shell): Promise<void> {
  const actions = await withFacts(shell, (facts) => readActions(facts.readRows, Date.now()));
  shell.answer(
    { actions },
    actions.map(({ action, dueAt, owner, state, subject }) =>
      [state, new Date(dueAt).toISOString().slice(0, 10), owner, subject, action].join('  '),
    ),
  );
}

async function whoActs(shell: Shell) {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const at = Date.now();
  const { responder, role } = await signedIn(keysDir, at);
  if (role === 'observer') throw new ShieldError('access.refused');
  return { at, responder };
}

function fact(kind: Outcome['kind'], improvement: ImprovementId, at: number): Outcome {
  return { id: outcomeId(kind, improvement, 0), kind, defender: NOBODY, at, improvement };
}
