import type { Random } from '../faults/random.ts';

/** One run of a process: after its end nothing of it happens any more. */
export class Life {
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
  }
}

interface Timer {
  readonly at: number;
  readonly life: Life;
  readonly resolve: () => void;
}

/** What never comes: a dead process waits for it. */
const NEVER = new Promise<never>(() => undefined);

/**
 * Virtual time, and the one place where order is chosen: of everything that is due at once the seed
 * picks what goes first. Nothing else in a run waits, so a seed repeats it exactly.
 */
export class SimTime {
  #nowMs: number;
  readonly #random: Random;
  #timers: Timer[] = [];
  #steps = 0;

  constructor(startMs: number, random: Random) {
    this.#nowMs = startMs;
    this.#random = random;
  }

  readonly now = (): number => this.#nowMs;

  get steps(): number {
    return this.#steps;
  }

  /** Resolves when the time has come, unless the life is over by then. */
  wait(ms: number, life: Life): Promise<void> {
    if (life.isOver) return NEVER;
    return new Promise((resolve) => {
      this.#timers.push({ at: this.#nowMs + Math.max(0, ms), life, resolve });
    });
  }

  /**
   * Runs until the condition holds.
   * @returns false when nothing is left to happen, or the bound of steps is reached
   */
  async runUntil(isDone: () => boolean, stepsMax: number): Promise<boolean> {
    for (let left = stepsMax; left > 0; left -= 1) {
      await settled();
      if (isDone()) return true;
      const next = this.#takeNext();
      if (next === undefined) return false;
      this.#steps += 1;
      this.#nowMs = Math.max(this.#nowMs, next.at);
      next.resolve();
    }
    return false;
  }

  #takeNext(): Timer | undefined {
    this.#timers = this.#timers.filter(({ life }) => !life.isOver);
    const due = Math.min(...this.#timers.map(({ at }) => at));
    const ready = this.#timers.filter(({ at }) => at === due);
    const chosen = ready[this.#random.between(0, ready.length - 1)];
    this.#timers = this.#timers.filter((timer) => timer !== chosen);
    return chosen;
  }
}

/** Lets everything happen that waits for nothing. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
