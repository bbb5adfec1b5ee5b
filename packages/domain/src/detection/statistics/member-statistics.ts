import type { CountedEvent } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { type ActorRecord, isNewcomer, UNKNOWN, YES } from '../state/actor-table.ts';
import { fromLean, fromStance, type RecentEvent } from '../state/recent-events.ts';
import type { Sighting } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';

/** Stances are kept in steps of 1/200. */
const TRUST_STEP = 0.005;
/** Ratios are kept in a byte. */
const KEPT_LEANS = 256;
const leanings = new WeakMap<DetectionPolicy['hostility'], Float64Array>();

/** What a set of actors said about the defender, one voice per actor. */
export interface StanceOfMany {
  /** Shares, 0 to 1; undefined when too little was judged. */
  readonly hostile: number | undefined;
  readonly supportive: number | undefined;
  /** Sum of trust over actors whom a classifier or a term judged. */
  readonly weight: number;
  /**
   * Log-odds that the crowd is hostile rather than a dispute, shrunk by the noise of many voices;
   * undefined when too little is judged.
   */
  readonly leaning: number | undefined;
}

/** The events that sightings are about: as kept with the speech of the day, else by themselves. */
export function countedEvents(
  state: DefenderState,
  sightings: readonly Sighting[],
): CountedEvent[] {
  return sightings.map(
    (sighting) => state.recent.events.find((event) => event.ref === sighting.ref) ?? sighting,
  );
}

/** Records of actors by key; those who left the table are left out. */
export function recordsOf(state: DefenderState, keys: Iterable<number>): ActorRecord[] {
  const records: ActorRecord[] = [];
  for (const key of keys) {
    const record = state.actors.byKey.get(key);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** Speech of the last day after `fromMs`. */
export function speechSince(state: DefenderState, fromMs: number): RecentEvent[] {
  return state.recent.events.filter((event) => event.speech && event.at > fromMs);
}

export function actorsOf(events: readonly { readonly actor: number }[]): Set<number> {
  return new Set(events.map((event) => event.actor));
}

/** Share with `YES` among the records where the answer is known. */
export function knownShare<F extends 'novel' | 'exposed' | 'dormant'>(
  records: readonly Pick<ActorRecord, F>[],
  field: F,
): { readonly share: number; readonly known: number } {
  let yes = 0;
  let known = 0;
  for (const record of records) {
    if (record[field] === UNKNOWN) continue;
    known += 1;
    if (record[field] === YES) yes += 1;
  }
  return { share: known === 0 ? 0 : yes / known, known };
}

export function newcomers(records: readonly ActorRecord[]): ActorRecord[] {
  return records.filter(isNewcomer);
}

/** Mean stance of the given actors over their events, each actor one voice. */
export function stanceOfMany(
  events: readonly RecentEvent[],
  among: ReadonlySet<number>,
  policy: DetectionPolicy,
): StanceOfMany {
  const voices = new Map<
    number,
    { trust: number; judged: number; hostile: number; supportive: number; lean: number }
  >();
  for (const event of events) {
    const hostile = fromStance(event.hostile);
    if (hostile === undefined || !among.has(event.actor)) continue;
    const trust = fromStance(event.trust) ?? 0;
    const voice = voices.get(event.actor) ?? {
      trust: 0,
      judged: 0,
      hostile: 0,
      supportive: 0,
      lean: 0,
    };
    voice.trust += trust;
    voice.lean += fromLean(event.lean) ?? 0;
    voice.judged += judgedTrust(event, policy);
    voice.hostile += trust * hostile;
    voice.supportive += trust * (fromStance(event.supportive) ?? 0);
    voices.set(event.actor, voice);
  }
  let weight = 0;
  let judged = 0;
  let hostile = 0;
  let supportive = 0;
  let leaning = 0;
  for (const voice of voices.values()) {
    if (voice.trust === 0) continue;
    const w = Math.min(1, voice.trust);
    weight += w;
    judged += Math.min(1, voice.judged);
    hostile += (w * voice.hostile) / voice.trust;
    supportive += (w * voice.supportive) / voice.trust;
    leaning += voiceLeaning(voice.lean, policy);
  }
  if (judged < policy.hostility.weightMin) {
    return { hostile: undefined, supportive: undefined, weight: judged, leaning: undefined };
  }
  return {
    hostile: hostile / weight,
    supportive: supportive / weight,
    weight: judged,
    leaning: leaning / noiseOf(judged, policy),
  };
}

/**
 * Log-odds that what most of the given actors say in nearly the same words is abuse rather than
 * harmless. One text is the one or the other: no part of its voices is a bystander, so that what is
 * judged of each copy counts whole, each actor once, shrunk by the same noise. Undefined when too
 * little is judged.
 */
export function leaningOfText(
  events: readonly RecentEvent[],
  policy: DetectionPolicy,
): number | undefined {
  const copies = new Map<number, { lean: number; judged: number; count: number }>();
  for (const event of mostSaid(events)) {
    const lean = fromLean(event.lean);
    if (lean === undefined) continue;
    const copy = copies.get(event.actor) ?? { lean: 0, judged: 0, count: 0 };
    copy.lean += lean;
    copy.judged += judgedTrust(event, policy);
    copy.count += 1;
    copies.set(event.actor, copy);
  }
  let leaning = 0;
  let judged = 0;
  for (const copy of copies.values()) {
    leaning += copy.lean / copy.count;
    judged += Math.min(1, copy.judged);
  }
  return judged < policy.hostility.weightMin ? undefined : leaning / noiseOf(judged, policy);
}

/** The largest group of near-duplicates. */
function mostSaid(events: readonly RecentEvent[]): readonly RecentEvent[] {
  const groups = new Map<number, RecentEvent[]>();
  for (const event of events) {
    if (event.sketch === undefined) continue;
    const group = groups.get(event.component);
    if (group === undefined) groups.set(event.component, [event]);
    else group.push(event);
  }
  let most: readonly RecentEvent[] = [];
  for (const group of groups.values()) if (group.length > most.length) most = group;
  return most;
}

/** The absence of terms dilutes what others judged, and judges nothing alone. */
function judgedTrust(event: RecentEvent, { hostility }: DetectionPolicy): number {
  const trust = fromStance(event.trust) ?? 0;
  return trust > hostility.noHitTrust + TRUST_STEP ? trust : 0;
}

/**
 * The noise of a sum of voices. It grows with their root, so that a large dispute does not lean by
 * chance, and beyond `voicesFull` with their number: judges and terms are wrong about all who say
 * the same in the same way, so that a thousand voices weigh hardly more than a hundred.
 */
function noiseOf(voices: number, policy: DetectionPolicy): number {
  const { voicesAlike, voicesFull } = policy.hostility;
  const beyond = Math.max(0, voices - voicesFull);
  return Math.sqrt(Math.max(1, voices / voicesFull) * (1 + beyond * voicesAlike));
}

/**
 * What one voice says of the crowd: in an attack `attackShare` of the voices are hostile, in a
 * dispute `disputeShare`. Bounded on both sides, so that no single voice decides.
 */
export function voiceLeaning(lean: number | undefined, policy: DetectionPolicy): number {
  const { attackShare, disputeShare } = policy.hostility;
  if (lean === undefined) return 0;
  const ratio = Math.exp(lean);
  return Math.log(
    (attackShare * ratio + 1 - attackShare) / (disputeShare * ratio + 1 - disputeShare),
  );
}

/** The same of a kept ratio, of which there are 256, looked up. */
export function keptLeaning(kept: number, policy: DetectionPolicy): number {
  let table = leanings.get(policy.hostility);
  if (table === undefined) {
    table = Float64Array.from({ length: KEPT_LEANS }, (_, lean) =>
      voiceLeaning(fromLean(lean), policy),
    );
    leanings.set(policy.hostility, table);
  }
  return table[kept] ?? 0;
}
