import type {
  BoardRows,
  Notice,
  Outcome,
  ProtectionCommand,
  RemedyOpening,
} from '@hrd-shield/contracts';
import { boardChanges } from './board.ts';
import { commandOf } from './command.ts';
import type { ProtectionFact } from './facts.ts';
import { noticeOutcomes } from './measure-notices.ts';
import { remedyAfterCase } from './open-remedy.ts';
import { outcomesOf } from './outcomes.ts';
import type { ProtectionPolicy } from './policy.ts';
import { shadowOutcomes } from './shadow.ts';
import type { ProtectionState } from './state.ts';

/** What the world is asked to do. Each is idempotent by its id, rows by id and version. */
export type ProtectionEffect =
  | { readonly kind: 'command'; readonly command: ProtectionCommand }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'remedy'; readonly opening: RemedyOpening }
  | { readonly kind: 'board'; readonly rows: BoardRows };

/** Effects of facts: commands first, then what is recorded, then what is shown. */
export function effectsOf(
  before: ProtectionState,
  after: ProtectionState,
  facts: readonly ProtectionFact[],
  policy: ProtectionPolicy,
): readonly ProtectionEffect[] {
  const known = { before, after, policy };
  const rows = boardChanges(known, facts);
  return [
    ...facts.flatMap((fact) => {
      const command = commandOf(known, fact);
      return command === undefined ? [] : [{ kind: 'command' as const, command }];
    }),
    ...facts.flatMap((fact) =>
      [
        ...outcomesOf(known, fact),
        ...noticeOutcomes(known, fact),
        ...shadowOutcomes(known, fact),
      ].map((outcome) => ({
        kind: 'outcome' as const,
        outcome,
      })),
    ),
    ...facts
      .flatMap((fact) => noticesOf(after, fact))
      .map((notice) => ({ kind: 'notice' as const, notice })),
    ...facts
      .flatMap((fact) => remedyAfterCase(known, fact) ?? [])
      .map((opening) => ({ kind: 'remedy' as const, opening })),
    ...(rows.cases.length + rows.tasks.length === 0 ? [] : [{ kind: 'board' as const, rows }]),
  ];
}

/** Who is told that a rung of the ladder was reached. */
function noticesOf(after: ProtectionState, fact: ProtectionFact): readonly Notice[] {
  if (fact.kind !== 'task.rung-reached' || fact.notice === undefined) return [];
  const task = after.tasks[fact.task];
  if (task === undefined) return [];
  const { desk } = task;
  return [
    {
      id: fact.notice,
      kind: 'task-waits',
      target: {
        kind: 'rung',
        rung: fact.hears ?? fact.rung,
        ...(desk === undefined ? {} : { desk }),
      },
      task: task.id,
      dueAt: task.dueAt,
    },
  ];
}
