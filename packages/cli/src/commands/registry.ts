import {
  PartnerRef,
  REGISTRY_STATES,
  type RegistryState,
  ShieldError,
} from '@hrd-shield/contracts';
import { Nomination } from '@hrd-shield/registry';
import { type Command, Option } from 'commander';
import { REF_ARGUMENT, timeOf } from '../registry/inputs.ts';
import { onLife } from '../registry/on-life.ts';
import { registerActs } from '../registry/register-acts.ts';
import { registerParity } from '../registry/register-parity.ts';
import { registerReveals } from '../registry/register-reveals.ts';
import { lifeLine, shownLife } from '../registry/show-life.ts';
import { withUses } from '../registry/with-uses.ts';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { answerRefusal } from '../tasks/show-task.ts';

const MAX_LISTED = 1_000;

/**
 * `registry`: what people do with designations on a local stack, under their own sign-in. Accounts,
 * names and phrases come from a file or standard input, never as words of the command line.
 */
export function registerRegistry(program: Command, shell: Shell): void {
  const registry = program
    .command('registry')
    .description('propose, vet, consent, review and end designations (local stack; sign in first)');
  registerProposals(registry, shell);
  registerViews(registry, shell);
  registerActs(registry, shell);
  registerReveals(registry, shell);
  registerParity(registry, shell);
}

function registerProposals(registry: Command, shell: Shell): void {
  registry
    .command('propose')
    .argument('<file>', 'one nomination as JSON; - for standard input')
    .description('propose somebody; it designates nobody')
    .action(async (file: string) => {
      const nomination = readNomination(await shell.read(file));
      const answer = await withUses(shell, ({ by, uses }) => uses.nominate(by, nomination));
      if (!answer.ok) return answerRefusal(shell, answer.code);
      shell.answer({ ref: answer.value.ref }, [`${answer.value.ref}  proposed`]);
    });
  registry
    .command('import-proposals')
    .argument('<file>', 'CSV or newline-delimited JSON; - for standard input')
    .requiredOption('--partner <name>', 'who hands them in, as the partner directory names them')
    .description("take a partner's list as proposals; bad lines are named and stop no other")
    .action(async (file: string, { partner }: { partner: string }) => {
      const ref = PartnerRef.safeParse(partner);
      if (!ref.success) return answerRefusal(shell, 'designation.wrong-role');
      const text = await shell.read(file);
      const answer = await withUses(shell, ({ uses }) =>
        uses.proposeMany({ kind: 'partner', partner: ref.data }, text),
      );
      if (!answer.ok) return answerRefusal(shell, answer.code);
      const { refused, taken } = answer.value;
      const end = `${taken.length} proposed, ${refused.length} refused`;
      const lines = refused.map(({ fault, line }) => `refused  line ${line}: ${fault}`);
      const code = refused.length === 0 ? EXIT.done : EXIT.refused;
      shell.answer({ taken, refused }, [...lines, end], code);
    });
}

function registerViews(registry: Command, shell: Shell): void {
  registry
    .command('list', { isDefault: true })
    .addOption(new Option('--state <states...>', 'only these').choices(REGISTRY_STATES))
    .description('show designations by pseudonym, the earliest proposed first')
    .action(async ({ state }: { state?: readonly RegistryState[] }) => {
      const query = { limit: MAX_LISTED, ...(state === undefined ? {} : { states: state }) };
      const answer = await withUses(shell, ({ by, uses }) => uses.list(by, query));
      if (!answer.ok) return answerRefusal(shell, answer.code);
      const designations = answer.value.map(shownLife);
      const end = `${designations.length} designations`;
      shell.answer({ designations }, [...answer.value.map(lifeLine), end]);
    });
  registry
    .command('show')
    .argument('<ref>', REF_ARGUMENT)
    .option('--known-at <time>', 'as it was known then, RFC 3339')
    .option('--valid-at <time>', 'as it held then, RFC 3339')
    .description('show one designation, now or as it was known at a time')
    .action((given: string, at: { knownAt?: string; validAt?: string }) =>
      onLife(given, shell, ({ by, uses }, ref) => {
        if (at.knownAt === undefined && at.validAt === undefined) return uses.show(by, ref);
        const now = Date.now();
        return uses.history(by, ref, {
          knownAt: timeOf(at.knownAt, now),
          validAt: timeOf(at.validAt, now),
        });
      }),
    );
}

function readNomination(text: string): Nomination {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ShieldError('designation.bad-file', { detail: 'the nomination is not JSON' });
  }
  const result = Nomination.safeParse(value);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') || 'a field';
  const detail = `the nomination: ${field} is missing, unknown or malformed`;
  throw new ShieldError('designation.bad-file', { detail });
}
