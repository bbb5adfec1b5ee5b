import type { DefenderRef } from '@hrd-shield/contracts';
import { invariant } from '@hrd-shield/contracts/pure';
import { readActorTable, writeActorTable } from './actor-table.ts';
import { readAmplify, writeAmplify } from './amplify-memory.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { readBucketCounts, writeBucketCounts } from './bucket-counts.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
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

/** Version of the frozen form; other versions are refused and rebuilt from the log. */
export const FROZEN_VERSION = 6;
/** Bounds of the frozen form. @source detection notes, section 2 */
export const HOT_BYTES_MAX = 131_072;
export const IDLE_BYTES_MAX = 6144;

/** Kept between states: one that grows anew for each leaves twice what it wrote behind. */
const out = new ByteWriter();

/** The compact form of a state; freezing what was thawed gives the same bytes. */
export function freezeState(state: DefenderState): Uint8Array {
  out.clear();
  out.u8(FROZEN_VERSION);
  out.id(state.defender);
  writeClock(out, state.clock);
  writeSeenEvents(out, state.seen);
  writeBucketCounts(out, state.counts);
  writeBaseline(out, state.baseline);
  writeRecentEvents(out, state.recent);
  writeActorTable(out, state.actors);
  writeOwnTexts(out, state.ownTexts);
  writeReportMemory(out, state.reports);
  writeSignInMemory(out, state.signIns);
  writeCampaigns(out, state.campaigns);
  writeDripMemory(out, state.drip);
  writeSightings(out, state.sightings);
  writeAmplify(out, state.amplify);
  writeCrew(out, state.crew);
  writeOwnIdentity(out, state.own);
  writeMediaMemory(out, state.media);
  writeViews(out, state.viewers);
  writeSuppressMemory(out, state.suppress);
  writeOutageMemory(out, state.outage);
  writePatternMemory(out, state.pattern);
  return out.done();
}

/** The state that `freezeState` froze. @throws InvariantError on bytes of another version */
export function thawState(bytes: Uint8Array): DefenderState {
  const input = new ByteReader(bytes);
  invariant(input.u8() === FROZEN_VERSION, 'frozen state has another version');
  const state: DefenderState = {
    defender: input.id('d') as DefenderRef,
    clock: readClock(input),
    seen: readSeenEvents(input),
    counts: readBucketCounts(input),
    baseline: readBaseline(input),
    recent: readRecentEvents(input),
    actors: readActorTable(input),
    ownTexts: readOwnTexts(input),
    reports: readReportMemory(input),
    signIns: readSignInMemory(input),
    campaigns: readCampaigns(input),
    drip: readDripMemory(input),
    sightings: readSightings(input),
    amplify: readAmplify(input),
    crew: readCrew(input),
    own: readOwnIdentity(input),
    media: readMediaMemory(input),
    viewers: readViews(input),
    suppress: readSuppressMemory(input),
    outage: readOutageMemory(input),
    pattern: readPatternMemory(input),
  };
  invariant(input.atEnd, 'frozen state has no more bytes than its parts');
  return state;
}

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
