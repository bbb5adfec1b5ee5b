import type { BoardRows, CaseRow, DecisionRow, StatementRow, TaskRow } from '@hrd-shield/contracts';

/** Effects of one kind carried out by one activity call. */
const MAX_PER_CALL = 64;

/** What waits in a lane: what goes next, and what is forgotten once it is done. */
export interface Store<Load> {
  readonly hasWork: () => boolean;
  readonly next: () => Load;
  readonly done: (load: Load) => void;
}

/** A place in a call that several lanes share. */
export interface Seat<Load> {
  readonly load: Load;
  /** Ends it; what did not get through goes alone from then on. */
  leave(isDone: boolean): void;
}

/** One kind of effect, of which one call at a time is under way. */
export interface Lane<Load> {
  hasWork(): boolean;
  /** Takes part in a shared call; undefined where nothing waits, or it is under way or goes alone. */
  join(): Seat<Load> | undefined;
  /** Sends what waits by itself where it goes alone. */
  goAlone(onFree: () => void): void;
}

/** @param send retried until it is through: it never rejects */
export function createLane<Load>(
  store: Store<Load>,
  send: (load: Load) => Promise<void>,
  isAlways: 'alone' | 'together' = 'together',
): Lane<Load> {
  let isBusy = false;
  let isAlone = isAlways === 'alone';
  const take = (): Load | undefined => {
    if (isBusy || !store.hasWork()) return undefined;
    isBusy = true;
    return store.next();
  };
  const end = (load: Load, isDone: boolean): void => {
    isBusy = false;
    isAlone = !isDone || isAlways === 'alone';
    if (isDone) store.done(load);
  };
  return {
    hasWork: store.hasWork,
    join: () => {
      const load = isAlone ? undefined : take();
      return load === undefined ? undefined : { load, leave: (isDone) => end(load, isDone) };
    },
    goAlone: (onFree) => {
      const load = isAlone ? take() : undefined;
      if (load === undefined) return;
      void send(load).then(() => {
        end(load, true);
        onFree();
      });
    },
  };
}

/** Items in order; they leave from the front. */
export function storeOf<T>(list: T[]): Store<readonly T[]> {
  return {
    hasWork: () => list.length > 0,
    next: () => list.slice(0, MAX_PER_CALL),
    done: (load) => void list.splice(0, load.length),
  };
}

/** Rows as they wait: the latest of each case and task, every decision and statement. */
export interface WaitingRows {
  readonly cases: Map<string, CaseRow>;
  readonly tasks: Map<string, TaskRow>;
  readonly decisions: DecisionRow[];
  readonly statements: StatementRow[];
}

/**
 * Rows of the board: the latest of each case and task goes, every decision and statement does. A
 * row that changed while it was written goes again.
 */
export function rowStore({ cases, decisions, statements, tasks }: WaitingRows): Store<BoardRows> {
  return {
    hasWork: () => cases.size + tasks.size + decisions.length + statements.length > 0,
    next: () => {
      const said = decisions.slice(0, MAX_PER_CALL);
      const stated = statements.slice(0, MAX_PER_CALL);
      return {
        cases: [...cases.values()].slice(0, MAX_PER_CALL),
        tasks: [...tasks.values()].slice(0, MAX_PER_CALL),
        ...(said.length === 0 ? {} : { decisions: said }),
        ...(stated.length === 0 ? {} : { statements: stated }),
      };
    },
    done: (rows) => {
      for (const row of rows.cases) if (cases.get(row.id) === row) cases.delete(row.id);
      for (const row of rows.tasks) if (tasks.get(row.id) === row) tasks.delete(row.id);
      decisions.splice(0, rows.decisions?.length ?? 0);
      statements.splice(0, rows.statements?.length ?? 0);
    },
  };
}
