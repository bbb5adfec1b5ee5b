import { TOPICS, type TopicSpec } from '@hrd-shield/contracts';
import type { TopicDescription } from './admin.ts';
import type { AskedTopic } from './asked-topics.ts';

/** One thing in which a topic of the broker contradicts what is asked. */
export interface TopicDifference {
  /** `partitions`, `replicas`, or the broker's name of the setting. */
  readonly setting: string;
  /** What it has to be, with `at least` or `at most` where that is enough. */
  readonly asked: string;
  readonly found: string;
}

/** Settings of which more, or less, is no contradiction; all others are compared as they are. */
const BOUNDS: Readonly<Record<string, 'at least' | 'at most'>> = {
  'max.message.bytes': 'at least',
  'min.insync.replicas': 'at least',
  'max.compaction.lag.ms': 'at most',
};

/**
 * In what a topic of the broker contradicts what is asked; empty where it does not. A platform may
 * spread records over more partitions and keep more copies. A topic of the shield with one
 * partition stays at one, since its records have one order.
 */
export function differencesOf(
  asked: AskedTopic,
  found: TopicDescription,
): readonly TopicDifference[] {
  const spec: TopicSpec = TOPICS[asked.id];
  const isExact =
    spec.partitionedLike !== undefined || (spec.partitions === 1 && spec.owner !== 'platform');
  const { cleanup } = spec;
  return [
    compare('partitions', asked.partitions, found.partitions, isExact ? undefined : 'at least'),
    compare('replicas', asked.replicas, found.replicas, 'at least'),
    ...Object.entries(asked.config)
      // Brokers do not look at it while a topic is compacted.
      .filter(([setting]) => cleanup !== 'compact' || !setting.startsWith('retention.'))
      .map(([setting, value]) =>
        compare(setting, value, found.config[setting] ?? 'unknown', BOUNDS[setting]),
      ),
  ].filter((difference) => difference !== undefined);
}

function compare(
  setting: string,
  asked: string | number,
  found: string | number,
  bound: 'at least' | 'at most' | undefined,
): TopicDifference | undefined {
  const [wants, has] = [Number(asked), Number(found)];
  const isEnough = bound === 'at least' ? has >= wants : bound === 'at most' && has <= wants;
  if (isEnough || String(asked) === String(found)) return undefined;
  const words = bound === undefined ? String(asked) : `${bound} ${asked}`;
  return { setting, asked: words, found: String(found) };
}
