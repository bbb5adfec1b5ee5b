import { readActorTable, writeActorTable } from './actor-table.ts';
import { readAmplify, writeAmplify } from './amplify-memory.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { readBucketCounts, writeBucketCounts } from './bucket-counts.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readCampaigns, writeCampaigns } from './campaign-memory.ts';
import { readCrew, writeCrew } from './crew-memory.ts';
import { readDripMemory, writeDripMemory } from './drip-memory.ts';
import { readMediaMemory, writeMediaMemory } from './media-memory.ts';
import { readOutageMemory, writeOutageMemory } from './outage-memory.ts';
import { readOwnIdentity, writeOwnIdentity } from './own-identity.ts';
import { readOwnTexts, writeOwnTexts } from './own-texts.ts';
import { readPatternMemory, writePatternMemory } from './pattern-memory.ts';
import { readRecentEvents, writeRecentEvents } from './recent-events.ts';
import { readReportMemory, writeReportMemory } from './report-memory.ts';
import { readSeenEvents, writeSeenEvents } from './seen-events.ts';
import { readSightings, writeSightings } from './sighting-memory.ts';
import { readSignInMemory, writeSignInMemory } from './sign-in-memory.ts';
import type { Clock, DefenderState } from './state.ts';
import { readSuppressMemory, writeSuppressMemory } from './suppress-memory.ts';
import { readViews, writeViews } from './view-memory.ts';

/** What detection remembers of a defender, part by part. */
export type StatePart = Exclude<keyof DefenderState, 'defender'>;

/** How one part lies in the frozen form. */
export interface FrozenPart<Part> {
  /** What `write` writes; raised with every change of it, at most 255. */
  readonly version: number;
  readonly write: (out: ByteWriter, part: Part) => void;
  /** By version. One that stands here no more begins anew, or is refused. */
  readonly read: Readonly<Record<number, (input: ByteReader) => Part>>;
  /**
   * Refused, with the whole state, where nothing here reads its version: if it began anew, something
   * would be said or counted twice, or what is usual would look like an attack.
   */
  readonly isVital?: true;
}

/** All parts in the order of their bytes; a new one goes to the end. */
export const FROZEN_PARTS: { readonly [Name in StatePart]: FrozenPart<DefenderState[Name]> } = {
  clock: { version: 1, write: writeClock, read: { 1: readClock }, isVital: true },
  seen: { version: 1, write: writeSeenEvents, read: { 1: readSeenEvents }, isVital: true },
  counts: { version: 1, write: writeBucketCounts, read: { 1: readBucketCounts } },
  baseline: { version: 1, write: writeBaseline, read: { 1: readBaseline }, isVital: true },
  recent: { version: 1, write: writeRecentEvents, read: { 1: readRecentEvents } },
  actors: { version: 1, write: writeActorTable, read: { 1: readActorTable } },
  ownTexts: { version: 1, write: writeOwnTexts, read: { 1: readOwnTexts } },
  reports: { version: 1, write: writeReportMemory, read: { 1: readReportMemory } },
  signIns: { version: 1, write: writeSignInMemory, read: { 1: readSignInMemory } },
  campaigns: { version: 1, write: writeCampaigns, read: { 1: readCampaigns }, isVital: true },
  drip: { version: 1, write: writeDripMemory, read: { 1: readDripMemory } },
  sightings: { version: 1, write: writeSightings, read: { 1: readSightings } },
  amplify: { version: 1, write: writeAmplify, read: { 1: readAmplify } },
  crew: { version: 1, write: writeCrew, read: { 1: readCrew } },
  own: { version: 1, write: writeOwnIdentity, read: { 1: readOwnIdentity } },
  media: { version: 1, write: writeMediaMemory, read: { 1: readMediaMemory } },
  viewers: { version: 1, write: writeViews, read: { 1: readViews } },
  suppress: { version: 1, write: writeSuppressMemory, read: { 1: readSuppressMemory } },
  outage: { version: 1, write: writeOutageMemory, read: { 1: readOutageMemory } },
  pattern: { version: 1, write: writePatternMemory, read: { 1: readPatternMemory } },
};

function writeClock(out: ByteWriter, clock: Clock): void {
  out.varint(clock.nowMs);
  out.varint(clock.firstAt);
  out.varint(clock.lastEventAt);
  out.varint(clock.nextHour);
  out.varint(clock.pending);
}

function readClock(input: ByteReader): Clock {
  return {
    nowMs: input.varint(),
    firstAt: input.varint(),
    lastEventAt: input.varint(),
    nextHour: input.varint(),
    pending: input.varint(),
  };
}
