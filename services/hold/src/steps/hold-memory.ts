import type { HoldId, HoldRecord, HoldState, ObjectRef } from '@hrd-shield/contracts';
import type { EarlierHold } from '@hrd-shield/domain/hold';

/** Bounds of what is remembered. */
export interface HoldMemoryBounds {
  readonly holds: number;
  readonly blind: number;
}

/** @source architecture notes, section 6: every map has a bound; 500 a second for over six minutes */
const BOUNDS: HoldMemoryBounds = { holds: 200_000, blind: 200_000 };
/** A blind wait is remembered this long after its end, so that asking again is answered, ms. */
const REMEMBER_MS = 3_600_000;

/**
 * What earlier questions led to, by the keyed hash of the action. Blind waits lie apart, so that an
 * outage pushes out no hold of a defender. Past their bound there are no more blind waits: what
 * cannot be remembered could not be released.
 */
export class HoldMemory {
  readonly #bounds: HoldMemoryBounds;
  readonly #holds = new Map<ObjectRef, EarlierHold>();
  readonly #blind = new Map<ObjectRef, EarlierHold>();

  constructor(bounds: HoldMemoryBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#holds.size + this.#blind.size;
  }

  find(subject: ObjectRef): EarlierHold | undefined {
    return this.#holds.get(subject) ?? this.#blind.get(subject);
  }

  /** Takes what its topic or the own answer says; an end is never taken back. */
  take({ subject, hold, state, dueAt }: HoldRecord): void {
    const before = this.#holds.get(subject);
    if (before !== undefined && isEnd(before.state) && !isEnd(state)) return;
    this.#holds.delete(subject);
    this.#holds.set(subject, { hold, state, dueAt });
    for (const oldest of this.#holds.keys()) {
      if (this.#holds.size <= this.#bounds.holds) break;
      this.#holds.delete(oldest);
    }
  }

  canWaitBlind(nowMs: number): boolean {
    // All blind waits have one length, so the oldest end first.
    for (const [subject, { dueAt }] of this.#blind) {
      if (dueAt + REMEMBER_MS > nowMs) break;
      this.#blind.delete(subject);
    }
    return this.#blind.size < this.#bounds.blind;
  }

  waitBlind(subject: ObjectRef, hold: HoldId, dueAt: number): void {
    this.#blind.set(subject, { hold, state: 'blind', dueAt });
  }
}

function isEnd(state: HoldState | 'blind'): boolean {
  return state === 'refused' || state === 'allowed' || state === 'released-unreviewed';
}
