import { type DeadLetter, FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import type { KafkaAdmin } from '@hrd-shield/kafka';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';
import type { FoundLetter } from './read-letters.ts';

/** Records of one topic at both ends of a replay. */
export interface TopicCount {
  readonly topic: string;
  readonly before: number;
  readonly after: number;
}

/** Records of one append. */
const BATCH_COUNT = 500;

/** Only what was refused before screening keeps its original bytes. */
export function isReplayable(letter: DeadLetter, prefix: string): boolean {
  const isFirehose = Object.values(FIREHOSE_TOPICS).some(
    (topic) => letter.topic === prefix + topic,
  );
  return !letter.sealed && isFirehose;
}

/**
 * Appends the original key, headers and bytes to the topic they came from. Doing it again is
 * harmless: screening knows the event by its id.
 * @throws ShieldError `kafka.unavailable`
 */
export async function replayLetters(
  letters: readonly FoundLetter[],
  sink: RecordSink,
  admin: Pick<KafkaAdmin, 'offsets'>,
): Promise<readonly TopicCount[]> {
  const topics = [...new Set(letters.map(({ letter }) => letter.topic))].sort();
  const before = await Promise.all(topics.map((topic) => recordsOf(topic, admin)));
  for (let from = 0; from < letters.length; from += BATCH_COUNT) {
    await sink.send(letters.slice(from, from + BATCH_COUNT).map(({ letter }) => original(letter)));
  }
  const after = await Promise.all(topics.map((topic) => recordsOf(topic, admin)));
  return topics.map((topic, index) => ({
    topic,
    before: before[index] ?? 0,
    after: after[index] ?? 0,
  }));
}

function original(letter: DeadLetter): OutRecord {
  return {
    topic: letter.topic,
    key: letter.key === undefined ? null : Buffer.from(letter.key, 'base64'),
    value: Buffer.from(letter.bytes, 'base64'),
    headers: letter.headers ?? {},
  };
}

async function recordsOf(topic: string, admin: Pick<KafkaAdmin, 'offsets'>): Promise<number> {
  const bounds = await admin.offsets(topic);
  return bounds.reduce((sum, { high }) => sum + Number(high), 0);
}
