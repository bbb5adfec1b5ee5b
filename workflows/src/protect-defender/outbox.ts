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

export const EMPTY_OUTBOX: OutboxItems = { commands: [], outcomes: [], cases: [], tasks: [] };

/** Effects of one kind carried out by one activity call. */
const MAX_PER_CALL = 64;

/**
 * Lanes that go on independently: a registry or mail server that is away delays no command. Within a lane
 * the order is kept, and an item leaves only when its activity has returned.
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
  /** Told what became of notices. */
  readonly onDelivered: (deliveries: readonly NoticeDelivery[]) => void;
  /** Told when a lane is free again. */
  readonly onFree: () => void;
}

/** One kind of effect. Activities are retried: its work never rejects. */
interface Lane {
  readonly hasWork: () => boolean;
  readonly work: () => Promise<void>;
}

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
  const rowsWaiting = (): boolean =>
    cases.size + tasks.size + decisions.length + statements.length > 0;

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

  async function sendRows(): Promise<void> {
    const said = decisions.slice(0, MAX_PER_CALL);
    const stated = statements.slice(0, MAX_PER_CALL);
    const rows: BoardRows = {
      cases: [...cases.values()].slice(0, MAX_PER_CALL),
      tasks: [...tasks.values()].slice(0, MAX_PER_CALL),
      ...(said.length === 0 ? {} : { decisions: said }),
      ...(stated.length === 0 ? {} : { statements: stated }),
    };
    await activities.updateBoard(rows);
    for (const row of rows.cases) if (cases.get(row.id) === row) cases.delete(row.id);
    for (const row of rows.tasks) if (tasks.get(row.id) === row) tasks.delete(row.id);
    decisions.splice(0, said.length);
    statements.splice(0, stated.length);
  }

  const tell = async (next: readonly Notice[]): Promise<void> =>
    deps.onDelivered(await activities.notify(next));

  const lanes: readonly Lane[] = [
    listLane(commands, activities.sendCommands),
    listLane(outcomes, activities.recordOutcomes),
    { hasWork: rowsWaiting, work: sendRows },
    listLane(notices, tell),
    listLane(remedies, activities.openRemedies),
  ];
  return {
    put,
    send: inLanes(lanes, onFree),
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

function inLanes(lanes: readonly Lane[], onFree: () => void): () => void {
  const busy = new Set<Lane>();
  return () => {
    for (const lane of lanes) {
      if (busy.has(lane) || !lane.hasWork()) continue;
      busy.add(lane);
      void lane.work().then(() => {
        busy.delete(lane);
        onFree();
      });
    }
  };
}

function listLane<T>(list: T[], send: (items: readonly T[]) => Promise<void>): Lane {
  return {
    hasWork: () => list.length > 0,
    work: async () => {
      const next = list.slice(0, MAX_PER_CALL);
      await send(next);
      list.splice(0, next.length);
    },
  };
}
