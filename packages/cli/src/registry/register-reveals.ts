import {
  REVEAL_PURPOSES,
  type RevealPurpose,
  SEALED_PARTS,
  type SealedPartName,
} from '@hrd-shield/contracts';
import type { RegistryRequest } from '@hrd-shield/domain/registry';
import type { Outcome } from '@hrd-shield/registry';
import { type Command, Option } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { answerRefusal } from '../tasks/show-task.ts';
import { REF_ARGUMENT, refOf, requestOf } from './inputs.ts';
import { type SeatedRegistry, withUses } from './with-uses.ts';

/** What an id of a request is, for help. */
export const REQUEST = 'id of the request, as registry requests shows it';

/** Looking at somebody: one asks, another agrees, the first looks once. */
export function registerReveals(registry: Command, shell: Shell): void {
  const purpose = () =>
    new Option('--purpose <purpose>', 'why').choices(REVEAL_PURPOSES).makeOptionMandatory();
  registry
    .command('request-reveal')
    .argument('<ref>', REF_ARGUMENT)
    .addOption(new Option('--part <part>', 'what').choices(SEALED_PARTS).makeOptionMandatory())
    .addOption(purpose())
    .description('ask to see one sealed part; another person has to agree')
    .action((given: string, options: { part: SealedPartName; purpose: RevealPurpose }) =>
      onRequest(shell, ({ by, uses }) =>
        uses.request(by, { kind: 'reveal', ref: refOf(given), ...options }),
      ),
    );
  registry
    .command('request-export')
    .addOption(purpose())
    .description('ask for every living designation; another person has to agree')
    .action((options: { purpose: RevealPurpose }) =>
      onRequest(shell, ({ by, uses }) => uses.request(by, { kind: 'export', ...options })),
    );
  registry
    .command('requests')
    .description('show what waits for a second person or for its use')
    .action(async () => {
      const answer = await withUses(shell, ({ by, uses }) => uses.openRequests(by));
      if (!answer.ok) return answerRefusal(shell, answer.code);
      shell.answer({ requests: answer.value }, answer.value.map(requestLine));
    });
  registry
    .command('agree')
    .argument('<request>', REQUEST)
    .description('agree as the second person')
    .action((id: string) => onRequest(shell, ({ by, uses }) => uses.agree(by, requestOf(id))));
  registry
    .command('reveal')
    .argument('<request>', REQUEST)
    .description('open what was agreed to: once, within its minutes, on standard output')
    .action((id: string) => onOpened(shell, ({ by, uses }) => uses.reveal(by, requestOf(id))));
  registry
    .command('export')
    .argument('<request>', REQUEST)
    .description('write what was agreed to: once, within its minutes, on standard output')
    .action((id: string) => onOpened(shell, ({ by, uses }) => uses.bulkExport(by, requestOf(id))));
}

async function onRequest(
  shell: Shell,
  ask: (seated: SeatedRegistry) => Promise<Outcome<RegistryRequest>>,
): Promise<void> {
  const answer = await withUses(shell, ask);
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ request: answer.value }, [requestLine(answer.value)]);
}

async function onOpened(
  shell: Shell,
  open: (seated: SeatedRegistry) => Promise<Outcome<unknown>>,
): Promise<void> {
  const answer = await withUses(shell, open);
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ opened: answer.value }, [JSON.stringify(answer.value)]);
}

/** A request on one line: what, why, who asked, who agreed. */
export function requestLine({ agreedBy, by, id, subject }: RegistryRequest): string {
  const what = whatOf(subject);
  const agreed = agreedBy === undefined ? 'waits for a second person' : `agreed by ${agreedBy}`;
  return `${id}  ${what}  ${subject.purpose}  asked by ${by}  ${agreed}`;
}

function whatOf(subject: RegistryRequest['subject']): string {
  switch (subject.kind) {
    case 'reveal':
      return `${subject.part} of ${subject.ref}`;
    case 'parity':
      return `parity of ${subject.quarter}`;
    default:
      return subject.kind;
  }
}
