import type { CampaignId, EventRef } from '@hrd-shield/contracts';
import { THREATS, TIERS, type Tier } from '@hrd-shield/contracts/pure';
import { SKETCH_VALUES, type Sketch } from '../text/sketch.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Campaigns kept for 14 days; beyond it the one that was calm longest leaves. */
export const CAMPAIGNS_MAX = 12;
export const CAMPAIGNS_IDLE_MAX = 8;
/** Smallest actor hashes of a campaign: a sample that compares as sets do. */
export const CAMPAIGN_SAMPLE = 64;
const CAMPAIGN_IDLE_SAMPLE = 40;
export const CAMPAIGN_FINGERPRINTS = 4;

/** One campaign against the defender; lives for 14 days after its last event. */
export interface Campaign {
  /** Bit in `ActorRecord.campaigns` and `RecentEvent.campaigns`. */
  readonly slot: number;
  readonly id: CampaignId;
  readonly firstEvent: EventRef;
  readonly firstAt: number;
  lastAt: number;
  tier: Tier;
  tierSince: number;
  /** Times each tier was entered, in the order of `TIERS`. */
  readonly entered: number[];
  revision: number;
  /** Actors when the last signal was raised. */
  signalledActors: number;
  /** Event time of that signal, epoch ms. */
  signalledAt: number;
  /** Threats with evidence, as bits in the order of `THREATS`; the ones already told. */
  threats: number;
  signalledThreats: number;
  eventCount: number;
  actorCount: number;
  /** Smallest 32-bit hashes of its actors, ascending. */
  sample: number[];
  fingerprints: Sketch[];
}

export function newCampaign(
  id: CampaignId,
  slot: number,
  first: { readonly ref: EventRef; readonly at: number },
  nowMs: number,
): Campaign {
  return {
    slot,
    id,
    firstEvent: first.ref,
    firstAt: first.at,
    lastAt: first.at,
    tier: 'none',
    tierSince: nowMs,
    entered: TIERS.map(() => 0),
    revision: 0,
    signalledActors: 0,
    signalledAt: 0,
    threats: 0,
    signalledThreats: 0,
    eventCount: 0,
    actorCount: 0,
    sample: [],
    fingerprints: [],
  };
}

/** Keeps what later campaigns are compared with, in the size that an idle defender may cost. */
export function trimCampaigns(campaigns: Campaign[]): void {
  const calm = campaigns.toSorted((a, b) => a.lastAt - b.lastAt);
  for (const old of calm.slice(0, Math.max(0, calm.length - CAMPAIGNS_IDLE_MAX))) {
    campaigns.splice(campaigns.indexOf(old), 1);
  }
  for (const campaign of campaigns) {
    campaign.sample = campaign.sample.slice(0, CAMPAIGN_IDLE_SAMPLE);
    campaign.fingerprints = campaign.fingerprints.slice(0, 1);
  }
}

export function writeCampaigns(out: ByteWriter, campaigns: readonly Campaign[]): void {
  out.u8(campaigns.length);
  for (const campaign of campaigns) {
    out.u8(campaign.slot);
    out.id(campaign.id);
    out.id(campaign.firstEvent);
    out.varint(campaign.firstAt);
    out.varint(campaign.lastAt);
    out.u8(TIERS.indexOf(campaign.tier));
    out.varint(campaign.tierSince);
    for (const times of campaign.entered) out.varint(times);
    out.varint(campaign.revision);
    out.varint(campaign.signalledActors);
    out.varint(campaign.signalledAt);
    out.u32(campaign.threats);
    out.u32(campaign.signalledThreats);
    out.varint(campaign.eventCount);
    out.varint(campaign.actorCount);
    out.u8(campaign.sample.length);
    for (const hash of campaign.sample) out.u32(hash);
    out.u8(campaign.fingerprints.length);
    for (const print of campaign.fingerprints) {
      out.varint(print.shingles);
      for (const value of print.values) out.u16(value);
    }
  }
}

export function readCampaigns(input: ByteReader): Campaign[] {
  return Array.from({ length: input.u8() }, () => readCampaign(input));
}

function readCampaign(input: ByteReader): Campaign {
  const slot = input.u8();
  const id = input.id('c') as CampaignId;
  const firstEvent = input.id('e') as EventRef;
  const firstAt = input.varint();
  const campaign = newCampaign(id, slot, { ref: firstEvent, at: firstAt }, 0);
  campaign.lastAt = input.varint();
  campaign.tier = TIERS[input.u8()] ?? 'none';
  campaign.tierSince = input.varint();
  TIERS.forEach((_, i) => {
    campaign.entered[i] = input.varint();
  });
  campaign.revision = input.varint();
  campaign.signalledActors = input.varint();
  campaign.signalledAt = input.varint();
  campaign.threats = input.u32();
  campaign.signalledThreats = input.u32();
  campaign.eventCount = input.varint();
  campaign.actorCount = input.varint();
  campaign.sample = Array.from({ length: input.u8() }, () => input.u32());
  campaign.fingerprints = Array.from({ length: input.u8() }, () => ({
    shingles: input.varint(),
    values: Array.from({ length: SKETCH_VALUES }, () => input.u16()),
  }));
  return campaign;
}

/** The threats of a bit set, in the order of `THREATS`. */
export function threatsOf(bits: number): (typeof THREATS)[number][] {
  return THREATS.filter((_, i) => (bits & (1 << i)) !== 0);
}
