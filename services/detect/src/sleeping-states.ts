import { type DefenderRef, type Sealed, ShieldError } from '@hrd-shield/contracts';
import {
  type DefenderState,
  type DetectionPolicy,
  forgetActor,
  type StatePart,
  thawState,
} from '@hrd-shield/domain';
import {
  type ActorNotices,
  type DefenderSealer,
  type DetectionFold,
  isOverAt,
  type Rest,
  SEAL_PURPOSES,
  sweepDay,
} from '@hrd-shield/pipeline';

/** A saved state that nobody opened yet. */
export interface SleepingState {
  readonly defender: DefenderRef;
  /** Offset of the last record that is in it. */
  readonly applied: bigint;
  /** Absent: it must be opened to know. */
  readonly rest: Rest | undefined;
  /** As it lay on the log. */
  readonly sealed: Buffer;
}

export interface SleepingStatesDeps {
  readonly policy: DetectionPolicy;
  readonly sealer: Pick<DefenderSealer, 'open'>;
  readonly notices: Pick<ActorNotices, 'forgotten'>;
  /** Told of each saved state that does not open although its key is there. */
  readonly onLost: () => void;
  /** Told of each part of a saved state that begins anew. */
  readonly onAnew: (part: StatePart) => void;
  /**
   * Whose state did not open, in all partitions, until one of theirs does: a restore of another
   * partition finds the same bytes on the log. Bounded by the defenders.
   */
  readonly lost: Set<DefenderRef>;
}

/**
 * Saved states of a partition between a restart and the first thing that happens to the defender.
 * To sleep changes nothing: a state wakes before whatever would change it, and one that the log
 * never touches again is never opened.
 */
export class SleepingStates {
  readonly #deps: SleepingStatesDeps;
  readonly #fold: DetectionFold;
  /** Bounded by the defenders of the partition. */
  readonly #asleep = new Map<DefenderRef, SleepingState>();
  readonly #hot = new Set<DefenderRef>();
  #sweptDay = 0;

  /** @param fold takes what wakes */
  constructor(deps: SleepingStatesDeps, fold: DetectionFold) {
    this.#deps = deps;
    this.#fold = fold;
  }

  get size(): number {
    return this.#asleep.size;
  }

  /** An owner that lost the partition may write late: what has come further stays. */
  lay(one: SleepingState): void {
    const known = this.#asleep.get(one.defender);
    if (known !== undefined && known.applied > one.applied) return;
    this.#asleep.set(one.defender, one);
    if (one.rest?.isHot === true) this.#hot.add(one.defender);
    else this.#hot.delete(one.defender);
  }

  forget(defender: DefenderRef): void {
    this.#asleep.delete(defender);
    this.#hot.delete(defender);
  }

  /**
   * Once all are laid down: opens those of which nothing is known otherwise, and all of them when one
   * did not open before, since what another release froze opens nowhere.
   * @returns false when a state is lost and the log must be read from its beginning
   */
  async settle(afterEach: () => Promise<void>): Promise<boolean> {
    const { lost } = this.#deps;
    let isWhole = true;
    const isDoubtful = [...lost].some((defender) => this.#asleep.has(defender));
    for (const { defender, rest } of [...this.#asleep.values()]) {
      if (rest !== undefined && !isDoubtful) continue;
      if ((await this.#open(defender)) === 'lost') isWhole = false;
      await afterEach();
    }
    return isWhole;
  }

  /** Whether a state sleeps that has this record in it: the record changes nothing. */
  has(defender: DefenderRef, offset: bigint): boolean {
    const one = this.#asleep.get(defender);
    return one !== undefined && offset <= one.applied;
  }

  /** @throws ShieldError `seal.broken` when the partition must be restored without this state */
  async wake(defender: DefenderRef): Promise<void> {
    if ((await this.#open(defender)) !== 'lost') return;
    const detail = 'a saved state does not open: it is rebuilt from the log';
    throw new ShieldError('seal.broken', { detail });
  }

  /** Wakes whoever moves with a watermark: those with a campaign, and those whose memory is over. */
  async wakeAt(atMs: number): Promise<void> {
    const due = [...this.#hot];
    const day = sweepDay(atMs);
    if (day !== this.#sweptDay) {
      this.#sweptDay = day;
      for (const { defender, rest } of this.#asleep.values()) {
        if (rest !== undefined && isOverAt(rest, atMs, this.#deps.policy)) due.push(defender);
      }
    }
    for (const defender of due) await this.wake(defender);
  }

  /** @param count how many at most, those first that were saved first */
  async wakeSome(count: number): Promise<void> {
    let left = count;
    for (const defender of this.#asleep.keys()) {
      if (left === 0) return;
      left -= 1;
      await this.wake(defender);
    }
  }

  async #open(defender: DefenderRef): Promise<'open' | 'erased' | 'lost'> {
    const one = this.#asleep.get(defender);
    if (one === undefined) return 'open';
    const state = await this.#unseal(one);
    // It may have been forgotten, or woken by somebody else, in the meantime.
    if (this.#asleep.get(defender) !== one) return 'open';
    this.forget(defender);
    if (state === 'lost') this.#deps.lost.add(defender);
    else this.#deps.lost.delete(defender);
    if (typeof state === 'string') return state;
    let isChanged = false;
    for (const [actor, untilMs] of this.#deps.notices.forgotten()) {
      if (forgetActor(state, actor, untilMs)) isChanged = true;
    }
    this.#fold.restore({ state, applied: one.applied }, isChanged);
    return 'open';
  }

  async #unseal({ defender, sealed }: SleepingState): Promise<DefenderState | 'erased' | 'lost'> {
    try {
      const text = sealed.toString('latin1') as Sealed;
      const bytes = await this.#deps.sealer.open(defender, SEAL_PURPOSES.snapshot, text);
      return thawState(bytes, this.#deps.onAnew);
    } catch (error) {
      if (error instanceof ShieldError && error.retryable) throw error;
      if (error instanceof ShieldError && error.code === 'seal.unknown-key') return 'erased';
      this.#deps.onLost();
      return 'lost';
    }
  }
}
