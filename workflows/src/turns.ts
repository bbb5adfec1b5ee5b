import { CancellationScope, condition, sleep } from '@temporalio/workflow';

/** The turns of a workflow's main loop. */
export interface Turns {
  /** Asks for a turn: there is something to look at. */
  want(): void;
  /** Asks for a turn at this time, epoch ms; the latest answer counts, `undefined` asks for none. */
  wantAt(at: number | undefined): void;
  /** Resolves when a turn was asked for. */
  next(): Promise<void>;
}

/**
 * Turns that begin after everything that a workflow task brought has been heard and every update in
 * it is answered. Signals and updates of one task may come in another order when a history is
 * replayed, and an answer is a few microtasks away: a loop that wakes among them writes its commands
 * before the answer at one time and behind it at another, and the history no longer fits the code.
 *
 * So handlers only note what came, and the loop alone calls activities and sets timers.
 */
export function createTurns(): Turns {
  let isWanted = false;
  // A microtask later: conditions are looked at between the messages of one task, too.
  const soon = (then: () => void): void => void Promise.resolve().then(then);
  const want = (): void => soon(() => (isWanted = true));
  let alarm: { readonly at: number; readonly scope: CancellationScope } | undefined;
  return {
    want,
    wantAt: (at) => {
      if (at === alarm?.at) return;
      alarm?.scope.cancel();
      alarm = undefined;
      if (at === undefined) return;
      if (at <= Date.now()) return want();
      const own = { at, scope: new CancellationScope() };
      alarm = own;
      const ring = (): void => {
        if (alarm === own) alarm = undefined;
        want();
      };
      // A timer that is called off rings no more.
      own.scope.run(() => sleep(at - Date.now())).then(ring, () => undefined);
    },
    next: async () => {
      let isHeard = false;
      soon(() => (isHeard = true));
      await condition(() => isWanted && isHeard);
      isWanted = false;
    },
  };
}
