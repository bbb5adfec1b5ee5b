import type {
  BoardRows,
  CaseRow,
  Outcome,
  ProtectionCommand,
  TaskRow,
} from '@hrd-shield/contracts';
import type { ProtectionEffect } from '@hrd-shield/domain/protection';
import { condition } from '@temporalio/workflow';
import type { ProtectDefenderActivities } from './activity-types.ts';

/** Effects that are not carried out for certain; travels to the next run. */
export interface OutboxItems {
  readonly commands: readonly ProtectionCommand[];
  readonly outcomes: readonly Outcome[];
  readonly cases: readonly CaseRow[];
  readonly tasks: readonly TaskRow[];
}

export const EMPTY_OUTBOX: OutboxItems = { commands: [], outcomes: [], cases: [], tasks: [] };

/** Effects of one kind carried out by one activity call. */
const MAX_PER_CALL = 64;

/**
 * Three lanes that go on independently: a registry that is away delays no command. Within a lane
 * the order is kept, and an item leaves only when its activity has returned.
 */
export interface Outbox {
  put(effects: readonly ProtectionEffect[]): void;
  isEmpty(): boolean;
  items(): OutboxItems;
  /** Carries out what comes until told to end; rejects never, since activities are retried. */
  run(isOver: () => boolean): Promise<unknown>;
}

export function createOutbox(items: OutboxItems, activities: ProtectDefenderActivities): Outbox {
  const commands = [...items.commands];
  const outcomes = [...items.outcomes];
  // Only the latest row of each id matters.
  const cases = new Map(items.cases.map((row) => [row.id, row]));
  const tasks = new Map(items.tasks.map((row) => [row.id, row]));
  const rowsWaiting = (): boolean => cases.size + tasks.size > 0;

  function put(effects: readonly ProtectionEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'command') commands.push(effect.command);
      else if (effect.kind === 'outcome') outcomes.push(effect.outcome);
      else {
        for (const row of effect.rows.cases) cases.set(row.id, row);
        for (const row of effect.rows.tasks) tasks.set(row.id, row);
      }
    }
  }

  async function sendRows(): Promise<void> {
    const rows: BoardRows = {
      cases: [...cases.values()].slice(0, MAX_PER_CALL),
      tasks: [...tasks.values()].slice(0, MAX_PER_CALL),
    };
    await activities.updateBoard(rows);
    for (const row of rows.cases) if (cases.get(row.id) === row) cases.delete(row.id);
    for (const row of rows.tasks) if (tasks.get(row.id) === row) tasks.delete(row.id);
  }

  return {
    put,
    isEmpty: () => commands.length + outcomes.length === 0 && !rowsWaiting(),
    items: () => ({
      commands,
      outcomes,
      cases: [...cases.values()],
      tasks: [...tasks.values()],
    }),
    run: (isOver) =>
      Promise.all([
        lane(isOver, () => commands.length > 0, listLane(commands, activities.sendCommands)),
        lane(isOver, () => outcomes.length > 0, listLane(outcomes, activities.recordOutcomes)),
        lane(isOver, rowsWaiting, sendRows),
      ]),
  };
}

function listLane<T>(list: T[], send: (items: readonly T[]) => Promise<void>) {
  return async (): Promise<void> => {
    const next = list.slice(0, MAX_PER_CALL);
    await send(next);
    list.splice(0, next.length);
  };
}

async function lane(
  isOver: () => boolean,
  hasWork: () => boolean,
  work: () => Promise<void>,
): Promise<void> {
  while (!isOver()) {
    await condition(() => hasWork() || isOver());
    if (hasWork()) await work();
  }
}
