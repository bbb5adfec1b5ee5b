import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clickhouse, clickhouseConfigOf, createClickhouse } from '@hrd-shield/clickhouse';
import {
  type CloudEvent,
  decodeRecord,
  encodeBinary,
  INTERNAL_TYPES,
  Outcome,
  type TopicId,
  topicName,
} from '@hrd-shield/contracts';
import {
  createKafkaSink,
  createLogReader,
  createTopics,
  headersOf,
  type KafkaSink,
} from '@hrd-shield/kafka';
import type { StackAddresses } from '@hrd-shield/local-stack';
import type { OutRecord } from '@hrd-shield/pipeline';
import { RECORD_CONFIG, startRecord } from '@hrd-shield/record';
import {
  createLogger,
  loadConfig,
  type RunningService,
  SERVICE_SETTINGS,
  startTelemetry,
  type Telemetry,
} from '@hrd-shield/runtime';
import { dropColumnStore } from '../harness/column-store.ts';
import { stackAddresses, uniqueName } from '../harness/stack.ts';

/** Topics, a database and a way to `record` for one test file. */
export interface RecordStage {
  readonly prefix: string;
  readonly store: Clickhouse;
  readonly telemetry: Telemetry;
  readonly clickhouseUrl: string;
  send(records: readonly OutRecord[], chunk: number): Promise<void>;
  /** Reads the outcomes from the beginning to the head. */
  forEachOutcomeId(take: (id: string | undefined) => void): Promise<void>;
  record(options?: RecordOptions): Promise<RunningService>;
  close(): Promise<void>;
}

export interface RecordOptions {
  readonly group?: string;
  readonly batchRows?: number;
  readonly clickhouseUrl?: string;
  readonly sessionMs?: number;
  readonly countMs?: number;
}

const BOUND_MS = 90_000;
const POLL_MS = 50;

/** @param addresses those of the run, for a test file, when absent */
export async function createRecordStage(
  addresses: Pick<StackAddresses, 'kafkaBrokers' | 'clickhouseUrl'> = stackAddresses(),
): Promise<RecordStage> {
  const name = uniqueName('record');
  const prefix = `${name.replaceAll('_', '-')}.`;
  const clickhouseUrl = new URL(name, addresses.clickhouseUrl).href;
  const connection = { brokers: [addresses.kafkaBrokers], clientId: name };
  await createTopics(connection, {
    topics: ['outcomes', 'riskSignals', 'deadLetters', 'designations'],
    prefix,
  });
  const telemetry = startTelemetry({ service: 'record', keepSpans: true });
  const sink: KafkaSink = createKafkaSink({ connection });
  await sink.start();
  const store = createClickhouse(clickhouseConfigOf(clickhouseUrl));
  const running: { service: RunningService; stopping: AbortController }[] = [];

  async function record(options: RecordOptions = {}): Promise<RunningService> {
    const env = {
      KAFKA_BROKERS: addresses.kafkaBrokers,
      CLICKHOUSE_URL: options.clickhouseUrl ?? clickhouseUrl,
      SHIELD_TOPIC_PREFIX: prefix,
      SHIELD_RECORD_FLUSH_MS: '50',
      ...(options.countMs && { SHIELD_RECORD_COUNT_MS: String(options.countMs) }),
      SHIELD_RECORD_BATCH_ROWS: String(options.batchRows ?? 10_000),
      ...(options.sessionMs && { SHIELD_RECORD_SESSION_MS: String(options.sessionMs) }),
    };
    const settings = { ...SERVICE_SETTINGS, ...RECORD_CONFIG.settings };
    const stopping = new AbortController();
    const service = await startRecord(
      {
        config: loadConfig({ room: RECORD_CONFIG.room, settings }, env).values,
        logger: createLogger('record', 'silent'),
        meter: telemetry.meter,
        signal: stopping.signal,
      },
      options.group === undefined ? {} : { group: options.group },
    );
    running.push({ service, stopping });
    return service;
  }

  return {
    prefix,
    store,
    telemetry,
    clickhouseUrl,
    record,
    send: async (records, chunk) => {
      for (let at = 0; at < records.length; at += chunk) {
        await sink.send(records.slice(at, at + chunk));
      }
    },
    forEachOutcomeId: async (take) => {
      const reader = createLogReader({ connection, topic: topicName('outcomes', prefix) });
      await reader.start((records) => {
        for (const record of records) {
          const decoded = decodeRecord({ ...record, headers: headersOf(record) });
          take(decoded.ok ? Outcome.safeParse(decoded.event.data).data?.id : undefined);
        }
      });
      await reader.stop();
    },
    close: async () => {
      for (const { service, stopping } of running) {
        stopping.abort();
        await service.stop();
      }
      await sink.stop();
      await dropColumnStore(store);
      await telemetry.stop();
    },
  };
}

/** A record as `respond` or `detect` would append it. */
export function eventRecord(
  stage: Pick<RecordStage, 'prefix'>,
  topic: TopicId,
  about: { readonly id: string; readonly key: string; readonly data: unknown },
): OutRecord {
  const types: Partial<Record<TopicId, string>> = {
    outcomes: INTERNAL_TYPES.outcome,
    riskSignals: INTERNAL_TYPES.signal,
    deadLetters: INTERNAL_TYPES.deadLetter,
    designations: INTERNAL_TYPES.designation,
  };
  const event: CloudEvent = {
    specversion: '1.0',
    id: about.id,
    source: 'hrd-shield/test',
    type: types[topic] ?? '',
    time: '2026-11-01T00:00:00Z',
    data: about.data,
  };
  const { value, headers } = encodeBinary(event, about.key);
  return { topic: topicName(topic, stage.prefix), key: about.key, value, headers };
}

/** Asks until the answer is as wanted, or fails with the last answer after a bound. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean) {
  const until = Date.now() + BOUND_MS;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Ways of being away: refuses, swallows what is asked, or does it and loses the answer. */
export const OUTAGES = ['refuse', 'swallow', 'lose-answer'] as const;
export type OutageKind = (typeof OUTAGES)[number];

/** A ClickHouse address that can be cut off and joined again. */
export interface CuttableStore {
  readonly url: string;
  cut(kind?: OutageKind): void;
  join(): void;
  /** Requests that had no answer while it was cut off. */
  refused(): number;
  close(): Promise<void>;
}

export async function createCuttableStore(target: string): Promise<CuttableStore> {
  const to = new URL(target);
  let outage: OutageKind | undefined;
  let refused = 0;
  const server: Server = createServer((incoming, outgoing) => {
    if (outage !== undefined) refused += 1;
    if (outage === 'refuse') {
      incoming.socket.destroy();
      return;
    }
    if (outage === 'swallow') {
      incoming.resume();
      return;
    }
    const losesAnswer = outage === 'lose-answer';
    const onward = httpRequest(
      {
        host: to.hostname,
        port: to.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: to.host },
      },
      (answer) => {
        if (losesAnswer) {
          answer.resume().on('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${to.pathname}`,
    cut: (kind = 'refuse') => {
      outage = kind;
      if (kind === 'refuse') server.closeAllConnections();
    },
    join: () => {
      if (outage === 'swallow') server.closeAllConnections();
      outage = undefined;
    },
    refused: () => refused,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
