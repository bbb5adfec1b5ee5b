import type { ShieldError } from '@hrd-shield/contracts';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';
import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { Partitioners } from 'kafkajs';
import { passing } from './access-faults.ts';
import { createClient, type KafkaConnection, typesOf, unavailable } from './connection.ts';
import { backoffMs, sleep } from './source-settings.ts';
import { inProducerSpan, isFirehose, withTrace } from './tracing.ts';

export interface KafkaSinkConfig {
  readonly connection: KafkaConnection;
  /** Attempts of one send before it is rejected. Default 8. */
  readonly attemptsMax?: number | undefined;
  /** Records that may wait in the queue; a send beyond waits for room. Default 20000. */
  readonly queueRecordsMax?: number | undefined;
  /** Told what the clock of the broker said at an append, epoch ms. */
  readonly onAppended?: ((appendedAt: number) => void) | undefined;
}

/** A sink with a life: `start` connects, `stop` sends what waits. */
export interface KafkaSink extends RecordSink {
  start(): Promise<void>;
  stop(): Promise<void>;
  isHealthy(): boolean;
}

interface Waiting {
  readonly records: readonly OutRecord[];
  readonly resolve: () => void;
  readonly reject: (fault: ShieldError) => void;
}

/** Together under the smallest record bound of any topic. */
const REQUEST_BYTES_MAX = 900_000;
const REQUEST_RECORDS_MAX = 2_000;
const ATTEMPTS_MAX = 8;
const QUEUE_RECORDS_MAX = 20_000;
const ROOM_POLL_MS = 5;

/** Sequence faults after which an idempotent producer never recovers. */
const DEAD_PRODUCER: readonly string[] = [
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
];
/** Faults that another attempt does not mend. */
const PERMANENT: readonly string[] = [
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'TOPIC_AUTHORIZATION_FAILED',
];

/**
 * Appends through one idempotent producer with one request in flight: kafkajs loses the sequence
 * under concurrent sends. What waits meanwhile goes together in the next request, in order.
 *
 * @source reliability notes, section 3 (kafkajs #598, #353, #200)
 */
export function createKafkaSink(config: KafkaSinkConfig): KafkaSink {
  return new QueuedSink(config);
}

class QueuedSink implements KafkaSink {
  readonly #kafka: Kafka;
  readonly #attemptsMax: number;
  readonly #queueRecordsMax: number;
  readonly #onAppended: KafkaSinkConfig['onAppended'];
  #producer: Producer | undefined;
  #queue: Waiting[] = [];
  #queuedRecords = 0;
  #draining: Promise<void> | undefined;
  #healthy = false;
  #wasLetIn = false;

  constructor(config: KafkaSinkConfig) {
    this.#kafka = createClient(config.connection);
    this.#attemptsMax = config.attemptsMax ?? ATTEMPTS_MAX;
    this.#queueRecordsMax = config.queueRecordsMax ?? QUEUE_RECORDS_MAX;
    this.#onAppended = config.onAppended;
  }

  async start(): Promise<void> {
    try {
      await this.#connected();
    } catch (error) {
      throw unavailable(error);
    }
  }

  async stop(): Promise<void> {
    await this.#draining;
    await this.#producer?.disconnect().catch(() => undefined);
    this.#producer = undefined;
    this.#healthy = false;
  }

  isHealthy(): boolean {
    return this.#healthy;
  }

  async send(records: readonly OutRecord[]): Promise<void> {
    if (records.length === 0) return;
    const traced = records.some((record) => !isFirehose(record.topic));
    if (!traced) return this.#enqueue(records);
    return inProducerSpan(records.length, () => this.#enqueue(records.map(withTraceHeaders)));
  }

  async #enqueue(records: readonly OutRecord[]): Promise<void> {
    while (this.#queuedRecords >= this.#queueRecordsMax) await sleep(ROOM_POLL_MS);
    this.#queuedRecords += records.length;
    const sent = new Promise<void>((resolve, reject) => {
      this.#queue.push({ records, resolve, reject });
    });
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    return sent;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      const all = group.flatMap((waiting) => waiting.records);
      try {
        for (const chunk of chunksOf(all)) await this.#sendChunk(chunk);
        for (const waiting of group) waiting.resolve();
      } catch (error) {
        for (const waiting of group) waiting.reject(unavailable(error));
      } finally {
        this.#queuedRecords -= all.length;
      }
    }
  }

  async #sendChunk(chunk: readonly OutRecord[]): Promise<void> {
    const topicMessages = byTopic(chunk);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const producer = await this.#connected();
        const answers = await producer.sendBatch({ acks: -1, topicMessages });
        this.#healthy = true;
        this.#tellClock(answers);
        return;
      } catch (error) {
        this.#healthy = false;
        const fault = this.#wasLetIn ? passing(unavailable(error)) : unavailable(error);
        if (isPermanent(error, fault) || attempt + 1 >= this.#attemptsMax) throw fault;
        if (typesOf(error).some((type) => DEAD_PRODUCER.includes(type))) await this.#discard();
        else await sleep(backoffMs(attempt));
      }
    }
  }

  /** Topics that keep the time of their producer say -1. */
  #tellClock(answers: readonly Pick<RecordMetadata, 'logAppendTime'>[]): void {
    const appendedAt = Math.max(-1, ...answers.map((one) => Number(one.logAppendTime ?? -1)));
    if (appendedAt >= 0) this.#onAppended?.(appendedAt);
  }

  async #connected(): Promise<Producer> {
    if (this.#producer !== undefined) return this.#producer;
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 5 },
    });
    await producer.connect();
    this.#producer = producer;
    this.#wasLetIn = true;
    this.#healthy = true;
    return producer;
  }

  async #discard(): Promise<void> {
    const dead = this.#producer;
    this.#producer = undefined;
    await dead?.disconnect().catch(() => undefined);
  }
}

function withTraceHeaders(record: OutRecord): OutRecord {
  if (isFirehose(record.topic)) return record;
  return { ...record, headers: withTrace(record.headers) };
}

function isPermanent(error: unknown, fault: ShieldError): boolean {
  if (!fault.retryable) return true;
  return typesOf(error).some((type) => PERMANENT.includes(type));
}

/** Cuts where a request would pass the bounds; a single larger record goes alone. */
function* chunksOf(records: readonly OutRecord[]): Generator<readonly OutRecord[]> {
  let from = 0;
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    const size = (record.value?.byteLength ?? 0) + (record.key?.length ?? 0) + 256;
    const isFull = bytes + size > REQUEST_BYTES_MAX || index - from >= REQUEST_RECORDS_MAX;
    if (isFull && index > from) {
      yield records.slice(from, index);
      from = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < records.length) yield records.slice(from);
}

function byTopic(records: readonly OutRecord[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, key, value, headers, partition } of records) {
    const messages = topics.get(topic) ?? [];
    topics.set(topic, messages);
    messages.push({
      key: key === null || typeof key === 'string' ? key : Buffer.from(key),
      value: value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
      headers: { ...headers },
      ...(partition === undefined ? {} : { partition }),
    });
  }
  return Array.from(topics, ([topic, messages]) => ({ topic, messages }));
}
