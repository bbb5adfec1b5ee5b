import { type DropReason, type ErrorCode, invariant } from '@hrd-shield/contracts';
import type { Meter } from './ports/meter.ts';
import type { StepResult } from './step-result.ts';

/**
 * What became of the records of one batch. `consumed = landed + dropped + dead-lettered` holds
 * for every batch, or the process stops.
 */
export class Tally {
  consumed = 0;
  landed = 0;
  deadLettered = 0;
  dropped = 0;
  readonly #reasons = new Map<DropReason, number>();
  readonly #codes = new Map<ErrorCode, number>();

  drop(reason: DropReason, count = 1): void {
    if (count === 0) return;
    this.dropped += count;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + count);
  }

  count(result: StepResult<unknown>): void {
    if (result.kind === 'ok') this.landed += 1;
    else if (result.kind === 'drop') this.drop(result.reason);
    else {
      this.deadLettered += 1;
      this.#codes.set(result.code, (this.#codes.get(result.code) ?? 0) + 1);
    }
  }

  /** @throws InvariantError when a record is not accounted for */
  assertClosed(): void {
    const sum = this.landed + this.dropped + this.deadLettered;
    invariant(sum === this.consumed, `consumed ${this.consumed}, accounted for ${sum}`);
  }

  reasons(): ReadonlyMap<DropReason, number> {
    return this.#reasons;
  }

  codes(): ReadonlyMap<ErrorCode, number> {
    return this.#codes;
  }
}

/** Adds closed tallies to the counters of one service. */
export function createTallyMeter(meter: Meter, service: string): (tally: Tally) => void {
  const name = (what: string): string => `shield_${service}_${what}_total`;
  const consumed = meter.counter(name('consumed'), 'records taken from the log');
  const landed = meter.counter(name('landed'), 'records that passed every step');
  const dropped = meter.counter(name('dropped'), 'records dropped on purpose, by reason');
  const letters = meter.counter(name('dead_letters'), 'records that could not be taken, by code');
  return (tally) => {
    tally.assertClosed();
    consumed.add(tally.consumed);
    if (tally.landed > 0) landed.add(tally.landed);
    for (const [reason, count] of tally.reasons()) dropped.add(count, { reason });
    for (const [code, count] of tally.codes()) letters.add(count, { code });
  };
}
