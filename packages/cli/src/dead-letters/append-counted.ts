import type { KafkaAdmin } from '@hrd-shield/kafka';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';

/** Records of one topic at both ends of a replay. */
export interface TopicCount {
  readonly topic: string;
  readonly before: number;
  readonly after: number;
}

/** Records of one append. */
const BATCH_COUNT = 500;

/**
 * Appends records as they were, and counts their topics before and after. Doing it again is
 * harmless: screening knows the event by its id.
 * @throws ShieldError `kafka.unavailable`
 */
export async function appendCounted(
  records: readonly OutRecord[],
  sink: RecordSink,
  admin: Pick<KafkaAdmin, 'offsets'>,
): Promise<readonly TopicCount[]> {
  const topics = [...new Set(records.map((record) => record.topic))].sort();
  const before = await Promise.all(topics.map((topic) => recordsOf(topic, admin)));
  for (let from = 0; from < records.length; from += BATCH_COUNT) {
    await sink.send(records.slice(from, from + BATCH_COUNT));
  }
  const after = await Promise.all(topics.map((topic) => recordsOf(topic, admin)));
  return topics.map((topic, index) => ({
    topic,
    before: before[index] ?? 0,
    after: after[index] ?? 0,
  }));
}

async function recordsOf(topic: string, admin: Pick<KafkaAdmin, 'offsets'>): Promise<number> {
  const bounds = await admin.offsets(topic);
  return bounds.reduce((sum, { high }) => sum + Number(high), 0);
}
