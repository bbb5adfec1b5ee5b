import {
  encodeBinary,
  INTERNAL_TYPES,
  TOPICS,
  type TopicId,
  topicName,
} from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import type { OutRecord } from '@hrd-shield/pipeline';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toJsonSchema } from '../../packages/contracts/scripts/json-schema.ts';
import { MESSAGES } from '../../packages/contracts/scripts/messages.ts';
import { arbitraryOf, spoilt } from '../desk/arbitrary-of-schema.ts';
import { untilDrained } from '../harness/drained.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { readLog } from '../harness/read-log.ts';
import { type ServiceProcess, startService } from '../harness/service-process.ts';
import { count } from './count.ts';

/** Every service that reads a log, as operators run it. */
const SERVICES = ['ingest', 'detect', 'respond', 'record'] as const;
const RUNS_EACH = 25;
const SEED = 20_261_122;
const STAGE_MS = 420_000;
const CANARY = 'canary-hostile-record';
const DEFENDER = `d_${'A'.repeat(22)}`;
/** Bytes that are no envelope, or one that lies about what it holds. */
const RAW: readonly string[] = [
  '',
  '\u0000',
  '{',
  'null',
  '[]',
  `"${CANARY}"`,
  '['.repeat(20_000),
  '{"__proto__":{"admin":true}}',
  `{"constructor":{"prototype":{"x":"${CANARY}"}}}`,
  'x'.repeat(200_000),
];

let at: Installation;
let services: readonly ServiceProcess[] = [];

beforeAll(async () => {
  at = await createInstallation('fuzzing');
  services = await Promise.all(SERVICES.map((name) => startService(name, at.env)));
}, STAGE_MS);

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  at?.remove();
});

function envelope(type: string, data: unknown, key: string): Omit<OutRecord, 'topic'> {
  const event = { specversion: '1.0' as const, id: 'x', source: CANARY, type };
  return encodeBinary({ ...event, time: '2026-01-01T00:00:00Z', data: data as object }, key);
}

/** Records of one topic: no envelope, another's envelope, and its own with data spoilt in places. */
function hostile(id: TopicId): readonly OutRecord[] {
  const topic = topicName(id, at.topicPrefix);
  const keys = [DEFENDER, CANARY, '', '\u0000'];
  const keyOf = (n: number) => keys[n % keys.length] ?? '';
  const raw = RAW.map((value, n) => {
    const headers: Record<string, string> = n % 2 === 0 ? {} : { ce_type: CANARY, ce_id: '' };
    return { topic, key: keyOf(n), value: Buffer.from(value), headers };
  });
  const own = MESSAGES.filter((message) => message.topic === id).flatMap(({ schema, type }) => {
    const values = spoilt(arbitraryOf(toJsonSchema(schema) as never));
    const data = fc.sample(values, { numRuns: RUNS_EACH, seed: SEED });
    return data.map((one, n) => ({ topic, ...envelope(type, one ?? null, keyOf(n)) }));
  });
  const others = Object.values(INTERNAL_TYPES).map((type, n) => ({
    topic,
    ...envelope(type, { [CANARY]: CANARY }, keyOf(n)),
  }));
  const tombstones = keys.map((key) => ({ topic, key, value: null, headers: {} }));
  return [...raw, ...own, ...others, ...tombstones];
}

it('whatever lies on any topic, no service ends, hangs or tells what it was', {
  timeout: STAGE_MS,
}, async () => {
  const sink = createKafkaSink({ connection: { brokers: [...at.brokers], clientId: at.name } });
  let sent = 0;
  for (const id of Object.keys(TOPICS) as TopicId[]) {
    const records = hostile(id);
    await sink.send(records);
    sent += records.length;
  }
  await sink.stop();
  await untilDrained(at, SERVICES);
  const letters = await readLog(at, 'deadLetters');
  count('fuzz-topics', { topics: Object.keys(TOPICS).length, sent, letters: letters.length });
  expect(letters.length).toBeGreaterThan(100);
  for (const service of services) {
    expect(await service.metrics()).toContain('shield_');
    expect(service.output()).not.toContain(CANARY);
    expect(service.output()).not.toMatch(/\n\s+at [\w.<>]+ \(|"code":"unexpected"/);
  }
});
