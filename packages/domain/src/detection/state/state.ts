import type { DefenderRef } from '@hrd-shield/contracts';
import { type ActorTable, newActorTable } from './actor-table.ts';
import type { AmplifyAct } from './amplify-memory.ts';
import { type Baseline, newBaseline } from './baseline.ts';
import { type BucketCounts, newBucketCounts } from './bucket-counts.ts';
import type { Campaign } from './campaign-memory.ts';
import type { CrewMember } from './crew-memory.ts';
import { type DripMemory, newDripMemory } from './drip-memory.ts';
import { type MediaMemory, newMediaMemory } from './media-memory.ts';
import { newOutageMemory, type OutageMemory } from './outage-memory.ts';
import { newOwnIdentity, type OwnIdentity } from './own-identity.ts';
import { newOwnTexts, type OwnTexts } from './own-texts.ts';
import { newPatternMemory, type PatternMemory } from './pattern-memory.ts';
import { newRecentEvents, type RecentEvents } from './recent-events.ts';
import { newReportMemory, type ReportMemory } from './report-memory.ts';
import { newSeenEvents, type SeenEvents } from './seen-events.ts';
import type { Sighting } from './sighting-memory.ts';
import { newSignInMemory, type SignInMemory } from './sign-in-memory.ts';
import { newSuppressMemory, type SuppressMemory } from './suppress-memory.ts';
import type { ViewingClient } from './view-memory.ts';

/** Where event time stands for one defender. */
export interface Clock {
  /** Largest event time or watermark seen, epoch ms; 0 before the first. */
  nowMs: number;
  firstAt: number;
  /** Event time of the newest event. */
  lastEventAt: number;
  /** Next hour since the epoch that the baseline learns. */
  nextHour: number;
  /** Events since the last evaluation. */
  pending: number;
}

/**
 * All that detection remembers of one defender: plain data, bounded, changed by the engine only.
 * Each part is one memory in its own file, with its bound beside it.
 */
export interface DefenderState {
  readonly defender: DefenderRef;
  readonly clock: Clock;
  seen: SeenEvents;
  readonly counts: BucketCounts;
  readonly baseline: Baseline;
  readonly recent: RecentEvents;
  readonly actors: ActorTable;
  readonly ownTexts: OwnTexts;
  readonly reports: ReportMemory;
  readonly signIns: SignInMemory;
  readonly campaigns: Campaign[];
  readonly drip: DripMemory;
  /** What detectors noted of single events, in log order. */
  readonly sightings: Sighting[];
  readonly amplify: AmplifyAct[];
  readonly crew: CrewMember[];
  readonly own: OwnIdentity;
  readonly media: MediaMemory;
  readonly viewers: ViewingClient[];
  readonly suppress: SuppressMemory;
  readonly outage: OutageMemory;
  readonly pattern: PatternMemory;
}

/** State of a defender of whom nothing was seen yet. */
export function newDefenderState(defender: DefenderRef): DefenderState {
  return {
    defender,
    clock: { nowMs: 0, firstAt: 0, lastEventAt: 0, nextHour: 0, pending: 0 },
    seen: newSeenEvents(),
    counts: newBucketCounts(),
    baseline: newBaseline(),
    recent: newRecentEvents(),
    actors: newActorTable(),
    ownTexts: newOwnTexts(),
    reports: newReportMemory(),
    signIns: newSignInMemory(),
    campaigns: [],
    drip: newDripMemory(),
    sightings: [],
    amplify: [],
    crew: [],
    own: newOwnIdentity(),
    media: newMediaMemory(),
    viewers: [],
    suppress: newSuppressMemory(),
    outage: newOutageMemory(),
    pattern: newPatternMemory(),
  };
}
