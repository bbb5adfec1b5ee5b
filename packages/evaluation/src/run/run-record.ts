import type { Threat, Tier } from '@hrd-shield/contracts';
import type { RunSpec } from '../plan/run-spec.ts';

/** One signal of a run, without what only a case needs. */
export interface RunSignal {
  readonly at: number;
  readonly campaign: string;
  readonly defender: string;
  readonly tier: Tier;
  readonly score: number;
  readonly threat: Threat;
  readonly families: readonly string[];
}

/** Guard or above in time. */
export interface Detection {
  /** Hostile events of the campaign up to the signal. */
  readonly hostileEvents: number;
  /** Event time from the first hostile event, ms. */
  readonly afterFirstMs: number;
  /** Event time from the newest hostile event before the signal, ms. */
  readonly afterLatestMs: number;
  /** Harm was direct, so that a single event had to be enough. */
  readonly directHarm: boolean;
}

/** Everybody in the campaigns that reached guard at the first defender. */
export interface ListedActors {
  /** Highest posterior and whether the account attacked, for each account. */
  readonly listed: readonly (readonly [posterior: number, attacker: boolean])[];
}

/** What the explanations of a run's signals looked like. */
export interface ExplanationCheck {
  readonly signals: number;
  /** Largest distance of prior plus contributions from the log-odds. */
  readonly additivityMax: number;
  /** Signals of guard or above with fewer than two reasons. */
  readonly thin: number;
  /** Of those, what direct harm alone carried. */
  readonly thinDirect: number;
  /** Signals of guard or above. */
  readonly guards: number;
  /** References to events that the run does not have. */
  readonly unresolved: number;
}

/** What is kept of one run: enough for every metric, nothing that names a stream's accounts. */
export interface RunRecord {
  readonly key: string;
  readonly spec: RunSpec;
  /** Catalogue ids of what was played, such as `B02+B17`. */
  readonly played: string;
  readonly ratePerHour: number;
  /** Stream time, ms. */
  readonly durationMs: number;
  readonly defenders: number;
  readonly landed: number;
  readonly dropped: number;
  readonly hostileEvents: number;
  readonly firstHostileAt?: number;
  readonly endsAt: number;
  readonly signals: readonly RunSignal[];
  /** Highest score of each campaign of the run, in the attack where there is one. */
  readonly peaks: readonly (readonly [campaign: string, score: number])[];
  readonly detection?: Detection;
  readonly actors?: ListedActors;
  /** Accounts that did something hostile at the first defender. */
  readonly attackers: number;
  /**
   * For each harm that is no matter of rate: event time until a signal of guard or above covered
   * it, ms; null where none did.
   */
  readonly harms: readonly (number | null)[];
  readonly explanation: ExplanationCheck;
  /** Evidence vectors of every look that differed from the one before, packed. */
  readonly trail?: string;
  readonly computeMs: number;
}
