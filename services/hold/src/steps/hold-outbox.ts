import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';

export interface HoldOutboxDeps {
  readonly sink: RecordSink;
  /** Told of each failed round; what waits is kept. */
  readonly onFault: (fault: unknown) => void;
}

/** Holds on their way to the log, so that no answer waits for a server. */
export interface HoldOutbox {
  /** @returns false when there is no room: the hold stands, but ends without people */
  offer(record: OutRecord): boolean;
  waiting(): number;
  /** Whether the next hold would be seen by people. */
  hasRoom(): boolean;
  start(): void;
  /** Sends what waits and ends. */
  stop(): Promise<void>;
}

const WAITING_MAX = 50_000;
const PER_ROUND_MAX = 500;
const ROUND_MS = 25;
const PAUSE_MS = 1_000;

/** A queue with a bound that tries until the log has everything, in order. */
export function createHoldOutbox(deps: HoldOutboxDeps): HoldOutbox {
  const waiting: OutRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  async function sendSome(): Promise<void> {
    const next = waiting.slice(0, PER_ROUND_MAX);
    if (next.length === 0) return;
    await deps.sink.send(next);
    waiting.splice(0, next.length);
  }

  async function sendRound(): Promise<void> {
    let pauseMs = ROUND_MS;
    try {
      await sendSome();
    } catch (fault) {
      deps.onFault(fault);
      pauseMs = PAUSE_MS;
    }
    if (timer !== undefined) next(pauseMs);
  }

  function next(afterMs: number): void {
    timer = setTimeout(() => {
      round = sendRound();
    }, afterMs);
  }

  const hasRoom = (): boolean => waiting.length < WAITING_MAX;

  return {
    hasRoom,
    offer: (record) => {
      if (!hasRoom()) return false;
      waiting.push(record);
      return true;
    },
    waiting: () => waiting.length,
    start: () => next(ROUND_MS),
    stop: async () => {
      clearTimeout(timer);
      timer = undefined;
      await round;
      while (waiting.length > 0) await sendSome();
    },
  };
}
