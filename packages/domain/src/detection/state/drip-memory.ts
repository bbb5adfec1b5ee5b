import type { ActorRef, EventRef } from '@hrd-shield/contracts';
import { type ActorRecord, type Answer, NO } from './actor-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Actors new to the defender that are kept over weeks; the one that was quiet longest leaves. */
const DRIP_ACTS_MAX = 40;
const DRIP_ACTS_IDLE_MAX = 4;
/** Of those who left, the newest who came by no visible way: a busy page has forty newcomers a day. */
const DRIP_OLDER_MAX = 24;
/** The sums are kept in steps, so that a frozen state goes on as it was. */
const SUM_STEP = 1 / 1024;

/** The first act of an actor who is new to the defender, and what was known of them. */
export interface DripAct
  extends Pick<
    ActorRecord,
    'createdAt' | 'device' | 'profile' | 'exposed' | 'dormant' | 'returning' | 'firstAt'
  > {
  readonly ref: EventRef;
  readonly actor: number;
  readonly actorRef: ActorRef;
  readonly at: number;
  /** Log-likelihood ratio of hostile against harmless, as in the recent events. */
  readonly lean: number;
  /** Slots of campaigns that count this event, and this actor, as bits. */
  campaigns: number;
  actorCampaigns: number;
}

/** Two running sums of evidence for a raised rate, and who spoke meanwhile. Bound: 5 KiB. */
export interface DripMemory {
  hourly: number;
  daily: number;
  /** Hostile acts of the day that is being counted. */
  dayCount: number;
  /** Expected ones. */
  dayExpected: number;
  /** Running sum over newcomers: how much more they look sent than like a public, log-odds. */
  strangers: number;
  /** The same where only a share of them is sent. */
  hidden: number;
  /** When that sum last left zero, epoch ms. */
  hiddenSince: number;
  /** This list and the next are replaced when somebody comes or leaves, never changed in place. */
  acts: readonly DripAct[];
  /** Newcomers before those, as far as they came by no visible way. */
  older: readonly DripAct[];
  /** The same daily sum for reports that were filed. */
  reports: number;
  reportCount: number;
  reportExpected: number;
}

export function newDripMemory(): DripMemory {
  return {
    hourly: 0,
    daily: 0,
    dayCount: 0,
    dayExpected: 0,
    strangers: 0,
    hidden: 0,
    hiddenSince: 0,
    acts: [],
    older: [],
    reports: 0,
    reportCount: 0,
    reportExpected: 0,
  };
}

/** Keeps the first act of an actor within the window. @returns whether it was one */
export function addDripAct(
  memory: DripMemory,
  act: Omit<DripAct, 'campaigns' | 'actorCampaigns'>,
): boolean {
  if (memory.acts.some((other) => other.actor === act.actor)) return false;
  if (memory.older.some((other) => other.actor === act.actor)) return false;
  const isFull = memory.acts.length >= DRIP_ACTS_MAX;
  if (isFull) keepOlder(memory, memory.acts[0]);
  const before = isFull ? memory.acts.slice(1) : memory.acts;
  memory.acts = [...before, { ...act, campaigns: 0, actorCampaigns: 0 }];
  return true;
}

function keepOlder(memory: DripMemory, act: DripAct | undefined): void {
  if (act?.exposed !== NO) return;
  memory.older = [...memory.older.slice(1 - DRIP_OLDER_MAX), act];
}

/** All newcomers who are kept, by arrival. */
export function dripActs({ acts, older }: DripMemory): readonly DripAct[] {
  return older.length === 0 ? acts : [...older, ...acts];
}

/** A sum in the steps in which it is frozen. */
export function inSteps(sum: number): number {
  return Math.round(sum / SUM_STEP) * SUM_STEP;
}

export function expireDripActs(memory: DripMemory, sinceMs: number): void {
  const oldest = memory.older[0] ?? memory.acts[0];
  if ((oldest?.at ?? Number.MAX_VALUE) > sinceMs) return;
  memory.acts = memory.acts.filter((act) => act.at > sinceMs);
  memory.older = memory.older.filter((act) => act.at > sinceMs);
}

export function trimDripActs(memory: DripMemory): void {
  memory.acts = memory.acts.slice(-DRIP_ACTS_IDLE_MAX);
  memory.older = [];
}

export function writeDripMemory(out: ByteWriter, memory: DripMemory): void {
  out.varint(Math.round(memory.hourly / SUM_STEP));
  out.varint(Math.round(memory.daily / SUM_STEP));
  out.varint(memory.dayCount);
  out.f64(memory.dayExpected);
  out.varint(Math.round(memory.strangers / SUM_STEP));
  out.varint(Math.round(memory.hidden / SUM_STEP));
  out.varint(memory.hiddenSince);
  out.varint(Math.round(memory.reports / SUM_STEP));
  out.varint(memory.reportCount);
  out.f64(memory.reportExpected);
  writeActs(out, memory.acts);
  writeActs(out, memory.older);
}

function writeActs(out: ByteWriter, acts: readonly DripAct[]): void {
  out.u8(acts.length);
  for (const act of acts) {
    out.id(act.ref);
    out.id(act.actorRef);
    out.u48(act.actor);
    out.varint(act.at);
    out.varint(act.firstAt);
    out.varint(act.createdAt + 1);
    out.u32(act.device);
    out.u32(act.profile);
    out.u8(act.lean);
    out.u8(act.exposed | (act.dormant << 2) | (act.returning ? 16 : 0));
    out.u16(act.campaigns);
    out.u16(act.actorCampaigns);
  }
}

export function readDripMemory(input: ByteReader): DripMemory {
  const hourly = input.varint() * SUM_STEP;
  const daily = input.varint() * SUM_STEP;
  const dayCount = input.varint();
  const dayExpected = input.f64();
  const strangers = input.varint() * SUM_STEP;
  const hidden = input.varint() * SUM_STEP;
  const hiddenSince = input.varint();
  const reports = input.varint() * SUM_STEP;
  const reportCount = input.varint();
  const reportExpected = input.f64();
  const acts = Array.from({ length: input.u8() }, () => readAct(input));
  const older = Array.from({ length: input.u8() }, () => readAct(input));
  return {
    hourly,
    daily,
    dayCount,
    dayExpected,
    strangers,
    hidden,
    hiddenSince,
    acts,
    older,
    reports,
    reportCount,
    reportExpected,
  };
}

function readAct(input: ByteReader): DripAct {
  const ref = input.id('e') as EventRef;
  const actorRef = input.id('a') as ActorRef;
  const [actor, at, firstAt, createdAt] = [
    input.u48(),
    input.varint(),
    input.varint(),
    input.varint() - 1,
  ];
  const [device, profile] = [input.u32(), input.u32()];
  const [lean, answers] = [input.u8(), input.u8()];
  return {
    ref,
    actor,
    actorRef,
    at,
    firstAt,
    createdAt,
    device,
    profile,
    lean,
    exposed: (answers & 3) as Answer,
    dormant: ((answers >> 2) & 3) as Answer,
    returning: (answers & 16) !== 0,
    campaigns: input.u16(),
    actorCampaigns: input.u16(),
  };
}
