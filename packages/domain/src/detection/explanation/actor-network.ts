import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '../policy.ts';
import { canonicalise } from '../text/canonical-text.ts';
import { isAlike, lengthRatio, type Sketch, shinglesOf, sketchOf } from '../text/sketch.ts';

/** What can tie accounts of a campaign to each other. */
export const TIE_KINDS = ['text', 'device', 'profile', 'created', 'source'] as const;
export type TieKind = (typeof TIE_KINDS)[number];

/** Accounts that share one thing. */
export interface Tie {
  readonly kind: TieKind;
  /** Positions in the list of actors, ascending. */
  readonly members: readonly number[];
}

export interface NetworkActor {
  /** Pseudonym; absent where the input has none that may be shown. */
  readonly ref?: string;
  readonly posterior?: number;
  readonly events: number;
}

/** Accounts around one defender. Pseudonyms only, and neither texts nor hashes. */
export interface ActorNetwork {
  readonly actors: readonly NetworkActor[];
  /** The largest first; undefined when there were no events to read ties from. */
  readonly ties: readonly Tie[] | undefined;
  /** Accounts of the campaign that are not among `actors`. */
  readonly unseen: number;
}

export interface NetworkInput {
  readonly listed: readonly { readonly ref?: string; readonly posterior: number }[];
  /** Accounts of the campaign. */
  readonly actorCount: number;
  /** Events that reached the defender while the campaign went on; undefined when not given. */
  readonly events: readonly TargetingEvent[] | undefined;
}

/** Texts compared with each other: the first ones of as many accounts. */
const TEXTS_MAX = 512;
/** Two accounts alike are a chance; three are drawn. */
const MEMBERS_MIN = 3;

interface Seen {
  events: number;
  readonly device: string | undefined;
  readonly profile: string | undefined;
  readonly source: string | undefined;
  readonly createdAt: number | undefined;
  readonly texts: Sketch[];
}

/**
 * Gathers the accounts of a campaign and what ties them, by the rules of detection: near-duplicate
 * texts, one device, one profile template, made within one week, sent by one source.
 *
 * @complexity O(texts²), with at most 512 texts
 * @source detection notes, sections 2 and 3, D3, D5, D6
 */
export function actorNetwork(input: NetworkInput, policy: DetectionPolicy): ActorNetwork {
  const { listed, actorCount, events } = input;
  if (events === undefined) {
    const actors = listed.map((one) => ({ ...one, events: 0 })).sort(inOrder);
    return { actors, ties: undefined, unseen: Math.max(0, actorCount - actors.length) };
  }
  const seen = read(events);
  const posteriors = new Map(listed.map(({ ref, posterior }) => [ref, posterior]));
  const actors = [...seen]
    .map(([ref, { events: count }]): NetworkActor => {
      const posterior = posteriors.get(ref);
      return { ref, events: count, ...(posterior === undefined ? {} : { posterior }) };
    })
    .sort(inOrder);
  const members = actors.flatMap(({ ref }) => seen.get(ref ?? '') ?? []);
  return { actors, ties: tiesOf(members, policy), unseen: 0 };
}

function inOrder(a: NetworkActor, b: NetworkActor): number {
  const byPosterior = (b.posterior ?? 0) - (a.posterior ?? 0);
  return byPosterior || b.events - a.events || ((a.ref ?? '') < (b.ref ?? '') ? -1 : 1);
}

function read(events: readonly TargetingEvent[]): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  let texts = 0;
  for (const { actor, text } of events) {
    if (actor === undefined) continue;
    const known = seen.get(actor.ref) ?? {
      events: 0,
      device: actor.deviceHash,
      profile: actor.profileHash,
      source: actor.referrer,
      createdAt: actor.createdAt,
      texts: [],
    };
    known.events += 1;
    seen.set(actor.ref, known);
    if (text === undefined || texts >= TEXTS_MAX || known.texts.length > 0) continue;
    const sketch = sketchOf(shinglesOf(canonicalise(text).text));
    if (sketch === undefined) continue;
    known.texts.push(sketch);
    texts += 1;
  }
  return seen;
}

function tiesOf(members: readonly Seen[], policy: DetectionPolicy): readonly Tie[] {
  return largestFirst([
    ...textTies(members, policy),
    ...sharedTies('device', members),
    ...sharedTies('profile', members),
    ...createdTies(members, policy),
    ...sharedTies('source', members),
  ]);
}

function sharedTies(kind: 'device' | 'profile' | 'source', members: readonly Seen[]): Tie[] {
  const groups = new Map<string, number[]>();
  members.forEach((member, i) => {
    const value = member[kind];
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), i]);
  });
  return [...groups.values()].map((group) => ({ kind, members: group }));
}

/** Each text joins the first group whose first text it nearly equals. */
function textTies(members: readonly Seen[], policy: DetectionPolicy): Tie[] {
  const rules = policy.nearDuplicate;
  const groups: { readonly first: Sketch; readonly members: number[] }[] = [];
  members.forEach(({ texts }, i) => {
    const [own] = texts;
    if (own === undefined) return;
    const group = groups.find(
      ({ first }) =>
        isAlike(first, own, rules.jaccardMin) && lengthRatio(first, own) >= rules.lengthRatioMin,
    );
    if (group === undefined) groups.push({ first: own, members: [i] });
    else group.members.push(i);
  });
  return groups.map((group) => ({ kind: 'text', members: group.members }));
}

/** The fullest span of creation. */
function createdTies(members: readonly Seen[], policy: DetectionPolicy): Tie[] {
  const dated = members
    .flatMap(({ createdAt }, i) => (createdAt === undefined ? [] : [{ i, createdAt }]))
    .sort((a, b) => a.createdAt - b.createdAt);
  let best: readonly { readonly i: number }[] = [];
  let from = 0;
  dated.forEach(({ createdAt }, to) => {
    while (createdAt - (dated[from]?.createdAt ?? 0) > policy.cohort.spanMs) from += 1;
    if (to - from + 1 > best.length) best = dated.slice(from, to + 1);
  });
  const peak = best.map(({ i }) => i).sort((a, b) => a - b);
  return [{ kind: 'created', members: peak }];
}

function largestFirst(ties: readonly Tie[]): Tie[] {
  return ties
    .filter(({ members }) => members.length >= MEMBERS_MIN)
    .sort(
      (a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0),
    );
}
