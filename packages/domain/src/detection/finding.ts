import type { EventRef, TargetingEvent } from '@hrd-shield/contracts';
import type { Family, Threat } from '@hrd-shield/contracts/pure';
import type { DetectorId } from './detector-ids.ts';
import type { DetectionPolicy } from './policy.ts';
import type { Stance } from './stance.ts';
import type { ActorRecord } from './state/actor-table.ts';
import type { Sighting } from './state/sighting-memory.ts';
import type { DefenderState } from './state/state.ts';
import type { CanonicalText } from './text/canonical-text.ts';
import type { Signs } from './text/signs.ts';
import type { Sketch } from './text/sketch.ts';

/** One weighed observation; its share of the logit is settled by fusion. */
export interface Evidence {
  readonly family: Family;
  /** Id of the sentence template that shows it. */
  readonly template: string;
  readonly value: number;
  readonly baseline?: number;
  /** How many the value is a share of, where a gate asks whether chance could make it. */
  readonly known?: number;
  /** Log-odds before caps. */
  readonly weight: number;
  readonly events?: readonly EventRef[];
}

/** An innocent explanation that was tested. */
export interface BenignTest {
  readonly hypothesis: string;
  readonly supported: boolean;
  readonly contribution: number;
}

/** An event that a campaign counts. */
export interface CountedEvent {
  readonly ref: EventRef;
  readonly at: number;
  campaigns: number;
}

/**
 * Stance and way of actors who came one after the other. They were picked by both, so that they do
 * not speak for a larger crowd of the day.
 */
export interface OverWeeks {
  /** Log-odds that they are hostile rather than in dispute. */
  readonly leaning: number;
  readonly evidence: readonly Evidence[];
}

/** What one detector claims about now. */
export interface Finding {
  readonly detector: DetectorId;
  readonly threat: Threat;
  /** Acts alone: no second family and no minimum of actors needed. */
  readonly directHarm: boolean;
  /** Harm that is no speech: hostility need not be shown. */
  readonly nonSpeech: boolean;
  /** Keys of the actors concerned; empty for sign-in threats. */
  readonly actors: ReadonlySet<number>;
  /**
   * Keys of all who did the same, the defender's own public among them; absent: the actors. The
   * way by which a crowd came is judged over all of it.
   */
  readonly around?: ReadonlySet<number>;
  /** Keys of actors whose way to the defender the evidence itself explains. */
  readonly sent?: ReadonlySet<number>;
  /** What its actors show over weeks, where the day alone says too little. */
  readonly overWeeks?: OverWeeks;
  readonly events: readonly CountedEvent[];
  readonly fingerprints: readonly Sketch[];
  /** Keys of actors who are part of it by more than presence, such as a shared text. */
  readonly marked: ReadonlySet<number>;
  readonly evidence: readonly Evidence[];
  readonly benign: readonly BenignTest[];
  /** Copies are made to look unlike each other: whoever copies innocently has no need to. */
  readonly disguised?: boolean;
  /** Share of the newcomers since the first copy who copy. */
  readonly copies?: number;
  readonly missing: readonly string[];
}

/** One event as it arrives, with what was read of it for the shared memories. */
export interface Arrival {
  readonly event: TargetingEvent;
  /** Undefined without text. */
  readonly canonical: CanonicalText | undefined;
  /** Undefined when nothing could judge. */
  readonly stance: Stance | undefined;
  /** What its terms are signs of; empty without text. */
  readonly signs: Signs;
  /** Undefined for events without an actor who is kept. */
  readonly actor: ActorRecord | undefined;
  /** The text quotes the defender. */
  readonly quotesDefender: boolean;
}

/** What a detector notes of one event: harm that counts by itself, whatever its rate. */
export type Noted = Pick<Sighting, 'kind' | 'key' | 'strength'>;

/**
 * One detector: one file in `detectors/`, listed in `detectors/index.ts`. It reads the shared
 * memories and returns a claim or nothing. What it must know of a single event it notes on arrival;
 * it keeps nothing itself.
 */
export interface Detector {
  readonly id: DetectorId;
  readonly threat: Threat;
  /** Fields of targeting events that it reads. */
  readonly inputs: readonly string[];
  /** Memory that it alone needs, in bytes of frozen state; 0 when it reads shared memories. */
  readonly memoryBytes: number;
  /** What one evaluation costs. */
  readonly cost: string;
  readonly notice?: (
    state: DefenderState,
    arrival: Arrival,
    policy: DetectionPolicy,
  ) => Noted | undefined;
  readonly find: (state: DefenderState, policy: DetectionPolicy) => Finding | undefined;
}
