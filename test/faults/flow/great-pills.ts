import { FIREHOSE_TOPICS, TOPICS } from '@hrd-shield/contracts';
import { createKafkaAdmin } from '@hrd-shield/kafka';
import { Kafka, logLevel } from 'kafkajs';
import type { FlowCrew } from './flow-crew.ts';

const MIB = 1_048_576;
/** A platform owns the topics of its firehose, and may let them take more than ours. */
const PLATFORM_BYTES_MAX = 6 * MIB;
const GREAT_BYTES = 5 * MIB;
/** What the batch, the key and the headers take beside a value at the limit. */
const AROUND_BYTES = 1_024;
const LIMIT = 'max.message.bytes';
/** What a topic is made with: to change one entry all must be told. */
const TOLD = ['cleanup.policy', 'retention.ms', 'message.timestamp.type'];
const TOPIC_RESOURCE = 2;

/** Bytes that no reader can take, with what they are refused for. */
export interface Pill {
  readonly code: string;
  readonly value: string | Uint8Array | null;
  /** Beside those of an event. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly isKeyless?: true;
}

/** Of the largest sizes. @param limitBytes what the topic took before a platform raised it */
export function greatPills(limitBytes: number): readonly Pill[] {
  return [
    { code: 'event.too-large', value: Buffer.alloc(limitBytes - AROUND_BYTES, 'x') },
    { code: 'event.too-large', value: Buffer.alloc(GREAT_BYTES, 'x') },
    {
      code: 'event.bad-schema',
      value: Buffer.from('{}'),
      headers: { great: 'h'.repeat(GREAT_BYTES) },
    },
    { code: 'event.no-key', value: Buffer.alloc(GREAT_BYTES, 'x'), isKeyless: true },
  ];
}

/** Lets the content topic take records of 5 MB. @returns its limit before, bytes */
export async function raiseLimit({ pipeline: { at } }: FlowCrew): Promise<number> {
  const topic = at.topicPrefix + FIREHOSE_TOPICS.content;
  const connection = { brokers: [...at.brokers], clientId: `${at.name}-limit` };
  const [described] = await createKafkaAdmin(connection).describe([topic]);
  const config = described?.config ?? {};
  const admin = new Kafka({
    ...connection,
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  try {
    const configEntries = [
      ...TOLD.map((name) => ({ name, value: config[name] ?? '' })),
      { name: LIMIT, value: String(PLATFORM_BYTES_MAX) },
    ];
    const resources = [{ type: TOPIC_RESOURCE, name: topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  } finally {
    await admin.disconnect();
  }
  return Math.min(Number(config[LIMIT] ?? 0), TOPICS.contentEvents.maxBytes + 65_536);
}
