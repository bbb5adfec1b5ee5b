import type {
  BoardRows,
  CaseRow,
  DecisionRow,
  Notice,
  NoticeDelivery,
  Outcome,
  ProtectionCommand,
  RemedyOpening,
  StatementRow,
  TaskRow,
} from '@hrd-shield/contracts';
import type { ProtectionEffect } from '@hrd-shield/domain/protection';
import type { ProtectDefenderActivities } from './activity-types.ts';
import { createLane, type Lane, rowStore, storeOf } from './outbox-lane.ts';

/** Effects that are not carried out for certain; travels to the next run. */
export interface OutboxItems {
  readonly commands: readonly ProtectionCommand[];
  readonly outcomes: readonly Outcome[];
  readonly cases: readonly CaseRow[];
  readonly tasks: readonly TaskRow[];
  readonly decisions?: readonly DecisionRow[];
  readonly notices?: readonly Notice[];
  readonly statements?: readonly StatementRow[];
  readonly remedies?: readonly RemedyOpening[];
}

/** Nothing to carry out. */
export const EMPTY_OUTBOX: OutboxItems = { commands: [], outcomes: [], cases: [], tasks: [] };

/**
 * Lanes that go on independently: a registry or mail server that is away delays no command. Commands,
 * records and rows of a turn go together while all of them get through; whichever does not goes by
 * itself until it does. Within a lane the order is kept, and an item leaves only when its activity has
 * said that it is done.
 */
export interface Outbox {
  put(effects: readonly ProtectionEffect[]): void;
  /** Has every lane that is free carry out what waits in it. */
  send(): void;
  isEmpty(): boolean;
  items(): OutboxItems;
}

/** What the outbox uses. */
export interface OutboxDeps {
  readonly activities: ProtectDefenderActivities;
  /** Takes along what is recorded and shown where no command goes: others come first. */
  readonly carryRecords: ProtectDefenderActivities['carryOut'];
  /** Told what became of notices. */
  readonly onDelivered: (deliveries: readonly NoticeDelivery[]) => void;
  /** Told when a lane is free again. */
  readonly onFree: () => void;
}

/** @param items what the run before did not carry out for certain; it comes first */
export function createOutbox(items: OutboxItems, deps: OutboxDeps): Outbox {
  const { activities, onFree } = deps;
  const commands = [...items.commands];
  const outcomes = [...items.outcomes];
  // Only the latest row of each id matters.
  const cases = new Map(items.cases.map((row) => [row.id, row]));
  const tasks = new Map(items.tasks.map((row) => [row.id, row]));
  const decisions = [...(items.decisions ?? [])];
  const notices = [...(items.notices ?? [])];
  const statements = [...(items.statements ?? [])];
  const remedies = [...(items.remedies ?? [])];

  function put(effects: readonly ProtectionEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'command') commands.push(effect.command);
      else if (effect.kind === 'outcome') outcomes.push(effect.outcome);
      else if (effect.kind === 'notice') notices.push(effect.notice);
      else if (effect.kind === 'remedy') remedies.push(effect.opening);
      else {
        for (const row of effect.rows.cases) cases.set(row.id, row);
        for (const row of effect.rows.tasks) tasks.set(row.id, row);
        decisions.push(...(effect.rows.decisions ?? []));
        statements.push(...(effect.rows.statements ?? []));
      }
    }
  }

  const tell = async (next: readonly Notice[]): Promise<void> =>
    deps.onDelivered(await activities.notify(next));
  const together: TurnLanes = {
    commands: createLane(storeOf(commands), activities.sendCommands),
    outcomes: createLane(storeOf(outcomes), activities.recordOutcomes),
    rows: createLane(rowStore({ cases, tasks, decisions, statements }), activities.updateBoard),
  };
  const lanes = [
    ...Object.values(together),
    createLane(storeOf(notices), tell, 'alone'),
    createLane(storeOf(remedies), activities.openRemedies, 'alone'),
  ];
  return {
    put,
    send: () => {
      goTogether(together, deps);
      for (const { goAlone } of lanes) goAlone(onFree);
    },
    isEmpty: () => !lanes.some(({ hasWork }) => hasWork()),
    items: () => ({
      commands,
      outcomes,
      cases: [...cases.values()],
      tasks: [...tasks.values()],
      decisions,
      notices,
      statements,
      remedies,
    }),
  };
}

/** The lanes of what a turn asks for. */
interface TurnLanes {
  readonly commands: Lane<readonly ProtectionCommand[]>;
  readonly outcomes: Lane<readonly Outcome[]>;
  readonly rows: Lane<BoardRows>;
}

const NO_ROWS: BoardRows = { cases: [], tasks: [] };

/** One call for whatever is free; commands that come while records are under way wait for none. */
function goTogether(lanes: TurnLanes, { activities, carryRecords, onFree }: OutboxDeps): void {
  const commands = lanes.commands.join();
  const outcomes = lanes.outcomes.join();
  const rows = lanes.rows.join();
  if (commands === undefined && outcomes === undefined && rows === undefined) return;
  const carry = commands === undefined ? carryRecords : activities.carryOut;
  const work = {
    commands: commands?.load ?? [],
    outcomes: outcomes?.load ?? [],
    rows: rows?.load ?? NO_ROWS,
  };
  void carry(work).then((done) => {
    commands?.leave(done.commands);
    outcomes?.leave(done.outcomes);
    rows?.leave(done.rows);
    onFree();
  });
}
