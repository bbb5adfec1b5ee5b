import type { ActorRef, DefenderRef, TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyHint,
  applyWatermark,
  type DefenderState,
  type DetectedSignal,
  type DetectionPolicy,
  forgetActor,
  newDefenderState,
  type Observe,
} from '@hrd-shield/domain';

const DAY_MS = 86_400_000;

/** The state of one defender and how far the log is in it. */
export interface HeldState {
  readonly state: DefenderState;
  /** Offset of the last record that is in the state. */
  readonly applied: bigint;
}

/** What the log needs to know of a state to leave it alone. */
export interface Rest {
  /** A campaign is under way: the state moves with every watermark. */
  readonly isHot: boolean;
  /** Event time of the newest event, epoch ms. */
  readonly lastEventAt: number;
  /** Event time that the state has reached, epoch ms. */
  readonly nowMs: number;
}

/** Only a defender with a campaign can raise or leave a tier when time moves. */
export function restOf({ campaigns, clock }: DefenderState): Rest {
  const isHot = campaigns.some((campaign) => campaign.tier !== 'none');
  return { isHot, lastEventAt: clock.lastEventAt, nowMs: clock.nowMs };
}

/** Whether the longest memory of a state is over and the state has not been moved that far. */
export function isOverAt(rest: Rest, atMs: number, policy: DetectionPolicy): boolean {
  const endsAt = rest.lastEventAt + policy.time.recurrenceMs + DAY_MS;
  return rest.nowMs < endsAt && endsAt <= atMs;
}

/** Days of event time: once in each, whoever is over is looked for. */
export function sweepDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

interface Held {
  readonly state: DefenderState;
  applied: bigint;
  isDirty: boolean;
}

/**
 * Detection over one partition of the targeting log, the sole input of its defenders. The service
 * and the offline command fold the same way: records in log order, watermarks to those with a
 * campaign at once and to the others before their next event.
 *
 * @source architecture notes, section 6
 */
export class DetectionFold {
  readonly #policy: DetectionPolicy;
  readonly #observe: Observe | undefined;
  /** Bounded by the defenders of the partition; each state is bounded by the engine. */
  readonly #held = new Map<DefenderRef, Held>();
  readonly #hot = new Set<DefenderRef>();
  #watermark = 0;
  #sweptDay = 0;

  /** @param observe sees every look of the engine; for measurement alone */
  constructor(policy: DetectionPolicy, observe?: Observe) {
    this.#policy = policy;
    this.#observe = observe;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Event time that the log has reached, epoch ms. */
  get watermark(): number {
    return this.#watermark;
  }

  /** Takes a state from a snapshot. @param isDirty it is no more as it was saved */
  restore(from: HeldState, isDirty = false): void {
    const { state, applied } = from;
    this.#held.set(state.defender, { state, applied, isDirty });
    this.#heat(state);
  }

  /** Event time as the log had it where a restored fold goes on. */
  restoreWatermark(atMs: number): void {
    if (atMs > this.#watermark) this.#watermark = atMs;
  }

  /** @param offset position of the event; one that is in the state already changes nothing */
  applyEvent(event: TargetingEvent, offset: bigint): readonly DetectedSignal[] {
    const held = this.#held.get(event.defender) ?? this.#create(event.defender);
    if (offset <= held.applied) return [];
    const signals: DetectedSignal[] = [];
    if (this.#watermark > 0) {
      signals.push(...applyWatermark(held.state, this.#watermark, this.#policy, this.#observe));
    }
    signals.push(...applyEvent(held.state, event, this.#policy, this.#observe));
    held.applied = offset;
    held.isDirty = true;
    this.#heat(held.state);
    return signals;
  }

  /**
   * Takes what the stages across defenders say, at its place on the log. A defender of whom nothing
   * was seen has no use for it.
   */
  applyHint(hint: TargetingHint, offset: bigint): readonly DetectedSignal[] {
    const held = this.#held.get(hint.defender);
    if (held === undefined || offset <= held.applied) return [];
    const signals: DetectedSignal[] = [];
    if (this.#watermark > 0) {
      signals.push(...applyWatermark(held.state, this.#watermark, this.#policy));
    }
    signals.push(...applyHint(held.state, hint, this.#policy, this.#observe));
    held.applied = offset;
    held.isDirty = true;
    this.#heat(held.state);
    return signals;
  }

  applyWatermark(atMs: number, offset: bigint): readonly DetectedSignal[] {
    if (atMs <= this.#watermark) return [];
    this.#watermark = atMs;
    const over = this.#overAt(atMs);
    const signals: DetectedSignal[] = [];
    for (const defender of [...new Set([...this.#hot, ...over])].sort()) {
      const held = this.#held.get(defender);
      if (held === undefined || offset <= held.applied) continue;
      const raised = applyWatermark(held.state, atMs, this.#policy, this.#observe);
      if (raised.length > 0 || over.has(defender)) held.isDirty = true;
      held.applied = offset;
      signals.push(...raised);
      this.#heat(held.state);
    }
    return signals;
  }

  forget(defender: DefenderRef): void {
    this.#held.delete(defender);
    this.#hot.delete(defender);
  }

  /**
   * What an actor did until a time is forgotten, in every state.
   * @returns states that had something
   */
  forgetActor(actor: ActorRef, untilMs: number): number {
    let changed = 0;
    for (const held of this.#held.values()) {
      if (!forgetActor(held.state, actor, untilMs)) continue;
      held.isDirty = true;
      changed += 1;
    }
    return changed;
  }

  /**
   * The states that changed until now and were not taken since, each as it is when it is taken: one
   * that changes again meanwhile is not given twice, one that is forgotten is not given.
   */
  *takeDirty(): Generator<HeldState> {
    const dirty = [...this.#held.values()].filter((held) => held.isDirty);
    for (const held of dirty) {
      if (!held.isDirty || this.#held.get(held.state.defender) !== held) continue;
      held.isDirty = false;
      yield held;
    }
  }

  /**
   * A defender to whom nothing happens is looked at no more, and a state that nobody moves keeps
   * its actors for ever. So once its longest memory is over, it is moved and saved one last time.
   * Once a day of event time, by the log alone: a replay does the same.
   */
  #overAt(atMs: number): ReadonlySet<DefenderRef> {
    const over = new Set<DefenderRef>();
    const day = sweepDay(atMs);
    if (day === this.#sweptDay) return over;
    this.#sweptDay = day;
    for (const [defender, { state }] of this.#held) {
      if (isOverAt(restOf(state), atMs, this.#policy)) over.add(defender);
    }
    return over;
  }

  #create(defender: DefenderRef): Held {
    const held = { state: newDefenderState(defender), applied: -1n, isDirty: false };
    this.#held.set(defender, held);
    return held;
  }

  #heat(state: DefenderState): void {
    if (restOf(state).isHot) this.#hot.add(state.defender);
    else this.#hot.delete(state.defender);
  }
}
