import { setTimeout as delay } from 'node:timers/promises';
import type { DecisionReason, TaskId, TaskRow, Verdict } from '@hrd-shield/contracts';
import type { TaskBoard } from '@hrd-shield/postgres';
import type { TaskDesk, TaskPrincipal } from '@hrd-shield/temporal';

/** How a responder answers a task. */
export interface Decision {
  readonly principal: TaskPrincipal;
  readonly option: string;
  readonly verdict: Verdict;
  readonly reasons: readonly DecisionReason[];
}

export interface RespondersDeps {
  /** The read model that lists of tasks come from. */
  readonly board: Pick<TaskBoard, 'openTasks'>;
  readonly desk: Pick<TaskDesk, 'claim' | 'decide'>;
  /** Decides a task as a person would who looked into the case. */
  readonly decide: (task: TaskRow) => Promise<Decision>;
}

/** People of the demo, played by a script unless somebody sits down. */
export interface Responders {
  /** Tasks that still wait for a decision, by the read model. */
  openTasks(): Promise<number>;
  decided(): number;
  stop(): Promise<void>;
}

const LOOK_MS = 250;
const TASKS_MAX = 200;
/** A task that could not be decided this often is left to its ladder. */
const TRIES_MAX = 20;

/** Claims and decides every open task, the earliest due first, as people do by command line. */
export function startResponders(deps: RespondersDeps): Responders {
  const tries = new Map<TaskId, number>();
  const done = new Set<TaskId>();
  let stopped = false;
  const waiting = async (): Promise<readonly TaskRow[]> => {
    const open = await deps.board.openTasks(TASKS_MAX);
    return open.filter(({ id }) => !done.has(id) && (tries.get(id) ?? 0) < TRIES_MAX);
  };
  const work = (async () => {
    while (!stopped) {
      for (const task of await waiting()) {
        if (stopped) return;
        tries.set(task.id, (tries.get(task.id) ?? 0) + 1);
        if (await decideOne(task, deps)) done.add(task.id);
      }
      await delay(LOOK_MS);
    }
  })();
  // A fault shows when the run stops the responders, not as an unhandled rejection before.
  work.catch(() => undefined);
  return {
    openTasks: async () => (await waiting()).length,
    decided: () => done.size,
    stop: async () => {
      stopped = true;
      await work;
    },
  };
}

/** @returns whether the task needs nobody any more */
async function decideOne(task: TaskRow, { decide, desk }: RespondersDeps): Promise<boolean> {
  const { option, principal, reasons, verdict } = await decide(task);
  const claimed = await desk.claim(principal, task.id);
  if (!claimed.ok) return isOver(claimed.code);
  const { evidenceVersion } = task;
  const request = { task: task.id, option, verdict, reasons, evidenceVersion };
  const answer = await desk.decide(principal, request);
  // Newer evidence is looked at again in the next round.
  return answer.ok || isOver(answer.code);
}

function isOver(code: string): boolean {
  return code === 'task.already-decided' || code === 'task.unknown';
}
