import type { ActorRef, Boxed, TargetingActor } from '@hrd-shield/contracts';
import { hash32, hash48 } from '../statistics/hash.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Actors of the last day that are kept; beyond it the quietest, oldest one leaves. */
export const ACTORS_MAX = 256;
/** All handles together; beyond it an actor is kept without handle. */
export const HANDLE_BYTES_MAX = 28_672;
const HANDLE_CHARS_MAX = 512;
/** An answer that may be missing: missing is a state, never zero. */
export const UNKNOWN = 0;
export const NO = 1;
export const YES = 2;
export type Answer = typeof UNKNOWN | typeof NO | typeof YES;

/** Surfaces with a visible way from the defender's public to the actor. @source notes, section 2 */
const EXPOSED_SURFACES: ReadonlySet<string> = new Set([
  'home',
  'following',
  'search',
  'hashtag',
  'trend',
  'repost',
  'quote',
]);

/** What is known about one actor of the last day. */
export interface ActorRecord {
  readonly key: number;
  readonly ref: ActorRef;
  handle: Boxed | undefined;
  firstAt: number;
  lastAt: number;
  events: number;
  /** Account creation, epoch ms; -1 when missing. */
  createdAt: number;
  /** Hashes of clusters; 0 when missing. */
  device: number;
  network: number;
  profile: number;
  /** Hash of what sent the actor. */
  referrer: number;
  novel: Answer;
  exposed: Answer;
  dormant: Answer;
  /** Whom the defender follows or answers: counted, never listed. */
  exempt: boolean;
  /** Took part in an earlier campaign against this defender. */
  returning: boolean;
  /** Took back a text soon after it was sent. */
  retracted: boolean;
  /** Slots of campaigns that count this actor, as bits. */
  campaigns: number;
}

export interface ActorTable {
  readonly byKey: Map<number, ActorRecord>;
  handleBytes: number;
  /** Actors were dropped within the day: shares are samples. */
  sampled: boolean;
  /** How many are new to the defender, derived: what no detector looks at costs nothing. */
  fresh: number;
  /** No actor was last active before, epoch ms; a lower bound, derived. */
  oldestAt: number;
  /** Raised when an actor acts or leaves, derived: the same number, the same actors. */
  changes: number;
}

export function newActorTable(): ActorTable {
  return {
    byKey: new Map(),
    handleBytes: 0,
    sampled: false,
    fresh: 0,
    oldestAt: Number.POSITIVE_INFINITY,
    changes: 0,
  };
}

export function actorKey(ref: ActorRef): number {
  return hash48(ref);
}

/** Notes one act of an actor; the newest known circumstances win. */
export function noteActor(
  table: ActorTable,
  actor: TargetingActor,
  atMs: number,
  dormantMs: number,
): ActorRecord {
  const key = actorKey(actor.ref);
  const known = table.byKey.get(key);
  const record = known ?? newRecord(key, actor.ref, atMs);
  const wasFresh = known !== undefined && isNewcomer(known);
  if (known === undefined) {
    if (table.byKey.size >= ACTORS_MAX) evictQuietest(table);
    table.byKey.set(key, record);
  }
  keepHandle(table, record, actor.handle);
  record.firstAt = Math.min(record.firstAt, atMs);
  record.lastAt = Math.max(record.lastAt, atMs);
  record.events += 1;
  if (actor.createdAt !== undefined) record.createdAt = actor.createdAt;
  if (actor.deviceHash !== undefined) record.device = hash32(actor.deviceHash);
  if (actor.networkHash !== undefined) record.network = hash32(actor.networkHash);
  if (actor.referrer !== undefined) record.referrer = hash32(actor.referrer);
  if (actor.profileHash !== undefined) record.profile = hash32(actor.profileHash);
  // The first act decides: later ones follow from it.
  if (record.novel === UNKNOWN) record.novel = noveltyOf(actor);
  if (record.exposed === UNKNOWN) record.exposed = exposureOf(actor);
  if (record.dormant === UNKNOWN && actor.lastActiveBefore !== undefined) {
    record.dormant = atMs - actor.lastActiveBefore >= dormantMs ? YES : NO;
  }
  if (actor.relation?.targetFollowsActor || actor.relation?.targetRepliedToActor90d) {
    record.exempt = true;
  }
  table.fresh += (isNewcomer(record) ? 1 : 0) - (wasFresh ? 1 : 0);
  table.oldestAt = Math.min(table.oldestAt, record.lastAt);
  table.changes += 1;
  return record;
}

/** New to the defender or of unknown history, and not exempt. */
export function isNewcomer(record: Pick<ActorRecord, 'novel' | 'exempt'>): boolean {
  return record.novel !== NO && !record.exempt;
}

function newRecord(key: number, ref: ActorRef, atMs: number): ActorRecord {
  return {
    key,
    ref,
    handle: undefined,
    firstAt: atMs,
    lastAt: atMs,
    events: 0,
    createdAt: -1,
    device: 0,
    network: 0,
    profile: 0,
    referrer: 0,
    novel: UNKNOWN,
    exposed: UNKNOWN,
    dormant: UNKNOWN,
    exempt: false,
    returning: false,
    retracted: false,
    campaigns: 0,
  };
}

function noveltyOf(actor: TargetingActor): Answer {
  const relation = actor.relation;
  if (relation === undefined) return UNKNOWN;
  if (relation.targetFollowsActor || relation.targetRepliedToActor90d) return NO;
  if (relation.interactions90d === undefined) return UNKNOWN;
  return relation.interactions90d === 0 ? YES : NO;
}

function exposureOf(actor: TargetingActor): Answer {
  if (actor.relation?.actorFollowsTarget) return YES;
  if (actor.surface === undefined) return UNKNOWN;
  return EXPOSED_SURFACES.has(actor.surface) ? YES : NO;
}

function keepHandle(table: ActorTable, record: ActorRecord, handle: Boxed | undefined): void {
  if (handle === undefined || record.handle !== undefined) return;
  if (handle.length > HANDLE_CHARS_MAX || table.handleBytes + handle.length > HANDLE_BYTES_MAX) {
    table.sampled = true;
    return;
  }
  record.handle = handle;
  table.handleBytes += handle.length;
}

function evictQuietest(table: ActorTable): void {
  let quietest: ActorRecord | undefined;
  for (const record of table.byKey.values()) {
    if (quietest === undefined || isQuieter(record, quietest)) quietest = record;
  }
  if (quietest !== undefined) dropActor(table, quietest);
  table.sampled = true;
}

function isQuieter(a: ActorRecord, b: ActorRecord): boolean {
  if (a.events !== b.events) return a.events < b.events;
  return a.lastAt !== b.lastAt ? a.lastAt < b.lastAt : a.key < b.key;
}

export function dropActor(table: ActorTable, record: ActorRecord): void {
  table.byKey.delete(record.key);
  table.changes += 1;
  table.handleBytes -= record.handle?.length ?? 0;
  if (isNewcomer(record)) table.fresh -= 1;
}

/** Forgets actors without an act since `sinceMs`. */
export function expireActors(table: ActorTable, sinceMs: number): void {
  if (table.oldestAt > sinceMs) return;
  table.oldestAt = Number.POSITIVE_INFINITY;
  for (const record of table.byKey.values()) {
    if (record.lastAt <= sinceMs) dropActor(table, record);
    else table.oldestAt = Math.min(table.oldestAt, record.lastAt);
  }
  if (table.byKey.size === 0) table.sampled = false;
}

export function writeActorTable(out: ByteWriter, table: ActorTable): void {
  out.u8(table.sampled ? 1 : 0);
  out.varint(table.byKey.size);
  for (const record of table.byKey.values()) {
    out.id(record.ref);
    out.ascii(record.handle ?? '');
    out.varint(record.firstAt);
    out.varint(record.lastAt - record.firstAt);
    out.varint(record.events);
    out.varint(record.createdAt + 1);
    out.u32(record.device);
    out.u32(record.network);
    out.u32(record.profile);
    out.u32(record.referrer);
    out.u8(record.novel | (record.exposed << 2) | (record.dormant << 4));
    out.u8((record.exempt ? 1 : 0) | (record.returning ? 2 : 0) | (record.retracted ? 4 : 0));
    out.u16(record.campaigns);
  }
}

export function readActorTable(input: ByteReader): ActorTable {
  const table = newActorTable();
  table.sampled = input.u8() === 1;
  const size = input.varint();
  for (let i = 0; i < size; i += 1) {
    const record = readActor(input);
    table.byKey.set(record.key, record);
    table.handleBytes += record.handle?.length ?? 0;
    if (isNewcomer(record)) table.fresh += 1;
    table.oldestAt = Math.min(table.oldestAt, record.lastAt);
  }
  return table;
}

function readActor(input: ByteReader): ActorRecord {
  const ref = input.id('a') as ActorRef;
  const handle = input.ascii();
  const firstAt = input.varint();
  const record = newRecord(actorKey(ref), ref, firstAt);
  record.handle = handle === '' ? undefined : (handle as Boxed);
  record.lastAt = firstAt + input.varint();
  record.events = input.varint();
  record.createdAt = input.varint() - 1;
  record.device = input.u32();
  record.network = input.u32();
  record.profile = input.u32();
  record.referrer = input.u32();
  const answers = input.u8();
  record.novel = (answers & 3) as Answer;
  record.exposed = ((answers >> 2) & 3) as Answer;
  record.dormant = ((answers >> 4) & 3) as Answer;
  const flags = input.u8();
  record.exempt = (flags & 1) !== 0;
  record.returning = (flags & 2) !== 0;
  record.retracted = (flags & 4) !== 0;
  record.campaigns = input.u16();
  return record;
}
