import { createHash } from 'node:crypto';
import { type TopicId, topicName } from '@hrd-shield/contracts';
import { createLogReader } from '@hrd-shield/kafka';
import type { Installation } from '../harness/installation.ts';
import type { Place } from '../leaks/find-canary.ts';

/** A record as anybody with read access to its topic sees it, without a key. */
export interface SeenRecord {
  readonly key: string;
  readonly at: number;
  readonly bytes: number;
  readonly order: number;
  readonly text: string;
}

/** Everything on topics, in order of append. */
export async function seenOn(
  at: Installation,
  topics: readonly TopicId[],
): Promise<readonly SeenRecord[]> {
  const seen: Omit<SeenRecord, 'order'>[] = [];
  for (const id of topics) {
    const connection = { brokers: [...at.brokers], clientId: `${at.name}-link` };
    const reader = createLogReader({ connection, topic: topicName(id, at.topicPrefix) });
    await reader.start((records) => {
      for (const { key, timestamp, value } of records) {
        const text = `${key?.toString() ?? ''} ${value?.toString('latin1') ?? ''}`;
        const bytes = value?.length ?? 0;
        seen.push({ key: key?.toString() ?? '', at: Number(timestamp), bytes, text });
      }
    });
    await reader.stop();
  }
  return seen.toSorted((a, b) => a.at - b.at).map((record, order) => ({ ...record, order }));
}

const ID =
  /"(?:id|account|postId|object|source|ref|conversation|thread|report|group)":"([^"]{6,128})"/g;

/**
 * Ids that stand with one account alone in the firehose, as they are and hashed without a key: each
 * of them found elsewhere joins that account to what stands there.
 */
export function idsOf(firehose: readonly SeenRecord[], account: string): readonly string[] {
  const [own, others] = [new Set<string>([account]), new Set<string>()];
  for (const { key, text } of firehose) {
    const into = key === account ? own : others;
    for (const [, id = ''] of text.matchAll(ID)) into.add(id);
  }
  const unique = [...own].filter((id) => id === account || !others.has(id));
  const hashed = (id: string) => createHash('sha256').update(id).digest();
  return unique.flatMap((id) => [id, hashed(id).toString('hex'), hashed(id).toString('base64url')]);
}

/** How many of the ids stand in a place. */
export function joinsById(ids: readonly string[], place: Place): number {
  const text =
    typeof place.content === 'string'
      ? place.content
      : Buffer.from(place.content).toString('latin1');
  return ids.filter((id) => text.includes(id)).length;
}

type Trait = (record: SeenRecord) => number;
export const TRAITS: Readonly<Record<'offset' | 'time' | 'size', Trait>> = {
  offset: ({ order }) => order,
  time: ({ at }) => at,
  size: ({ bytes }) => bytes,
};

/**
 * Share of references that a guess by one trait ties to the right account: the account whose records
 * lie nearest in that trait, scaled to its range.
 */
export function linkedShare(
  trait: Trait,
  from: { readonly firehose: readonly SeenRecord[]; readonly sealed: readonly SeenRecord[] },
  truth: ReadonlyMap<string, string>,
): number {
  const scaled = (records: readonly SeenRecord[]) => {
    const values = records.map(trait);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return new Map(
      records.map((record, n) => [record, ((values[n] ?? 0) - low) / (high - low || 1)]),
    );
  };
  const [a, b] = [scaled(from.firehose), scaled(from.sealed)];
  const seriesOf = (all: ReadonlyMap<SeenRecord, number>, key: string) =>
    [...all].filter(([record]) => record.key === key).map(([, value]) => value);
  const accounts = [...truth.values()].map((account) => ({
    account,
    series: seriesOf(a, account),
  }));
  let right = 0;
  for (const [ref, account] of truth) {
    const series = seriesOf(b, ref);
    const scored = accounts.map((one) => ({
      account: one.account,
      distance: distanceOf(series, one.series),
    }));
    const best = scored.toSorted((x, y) => x.distance - y.distance)[0];
    if (best?.account === account) right += 1;
  }
  return right / truth.size;
}

/** Mean distance of each value to the nearest of the other series, both ways. */
function distanceOf(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return Number.POSITIVE_INFINITY;
  const way = (from: readonly number[], to: readonly number[]) =>
    from.reduce((sum, value) => sum + Math.min(...to.map((near) => Math.abs(near - value))), 0) /
    from.length;
  return way(one, other) + way(other, one);
}
