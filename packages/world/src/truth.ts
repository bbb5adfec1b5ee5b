import type { DataClass, PlatformEventType, StreamEventType } from '@hrd-shield/contracts';

/** What an actor is in a scenario. */
export type Role = 'attacker' | 'critic' | 'supporter' | 'bystander' | 'reporter' | 'owner';

/** What is true of one event. Stays beside the event, never inside it. */
export interface EventTruth {
  /** Scenario that made the event; absent for organic life. */
  readonly campaign?: string;
  readonly role: Role;
  /** Abuse of the person, whoever says it. Criticism is not. */
  readonly hostile: boolean;
  /**
   * The event that completes a harm which is no matter of rate: a fact given away, an account
   * lost. `shared` is a harm only from where a second defender meets it too.
   */
  readonly harm?: 'alone' | 'shared';
}

/** One platform event of the city, with its truth. */
export interface CityEvent {
  /** Event time, epoch ms. */
  readonly at: number;
  readonly id: string;
  readonly type: PlatformEventType;
  /** The affected account; equals `data.affected`. */
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly truth: EventTruth;
}

/** One event of a stream that no affected account keys, with its truth. */
export interface StreamedEvent {
  /** Event time, epoch ms. */
  readonly at: number;
  readonly id: string;
  readonly type: StreamEventType;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly truth: EventTruth;
}

/** What ought to come out for a scenario; the ground of the demo's table. */
export type Expectation =
  /** An attack: at least `guard` before its end. */
  | 'guard'
  /** A look-alike: never `guard`. */
  | 'below-guard'
  /** An attack known to be too small and slow for this set of detectors; shown as missed. */
  | 'missed'
  /** An attack on somebody who withdrew consent before it: nothing at all. */
  | 'nothing';

/** What is true of one scenario instance. */
export interface CampaignTruth {
  readonly campaign: string;
  /** Entry of the catalogue, such as `A01`. */
  readonly scenario: string;
  readonly kind: 'attack' | 'look-alike';
  readonly title: string;
  readonly expected: Expectation;
  readonly account: string;
  readonly language: string;
  readonly difficulty: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Absent for look-alikes. */
  readonly firstHostileAt?: number;
  readonly events: number;
  readonly hostileEvents: number;
  readonly actors: readonly { readonly account: string; readonly role: Role }[];
}

/** A defender of the city, as a reviewed designations file would name them. */
export interface CityDefender {
  readonly account: string;
  readonly language: string;
  /** ISO 3166-1 alpha-2; absent in what was written without. */
  readonly country?: string;
  readonly dataClasses: readonly DataClass[];
}

/** Consent withdrawn in mid-run. */
export interface Withdrawal {
  readonly account: string;
  readonly at: number;
}
