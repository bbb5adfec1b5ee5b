import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin, createTopics } from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readTopic } from './demo/read-topic.ts';
import { runCli } from './program.ts';

const stack = inject('stackAddresses');
const prefix = `t${randomBytes(5).toString('hex')}.`;
const connection = { brokers: stack.kafkaBrokers.split(','), clientId: 'cli-test' };
let dir: string;
let env: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cli-'));
  await createLocalKeyring(join(dir, 'keys'));
  await createTopics(connection, { prefix, topics: ['measureSwitches', 'outcomes'] });
  env = {
    KAFKA_BROKERS: stack.kafkaBrokers,
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    SHIELD_KEYS_DIR: join(dir, 'keys'),
    SHIELD_TOPIC_PREFIX: prefix,
  };
});

afterAll(async () => {
  const topics = await createKafkaAdmin(connection).listTopics();
  await createKafkaAdmin(connection).deleteTopics(topics.filter((one) => one.startsWith(prefix)));
  await rm(dir, { recursive: true, force: true });
});

async function run(...argv: readonly string[]) {
  const out = { stdout: '', stderr: '' };
  const code = await runCli([...argv, '--json'], {
    env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  });
  return { code, json: JSON.parse(out.stdout) };
}

describe('the general stop', () => {
  it('is set by any responder, shown with who and why, and taken back by a shift lead', async () => {
    await run('login', '--role', 'responder');
    const stopped = await run('measures', 'stop', '--reason', 'a rule is wrong');
    expect(stopped).toMatchObject({
      code: 0,
      json: { switch: { measure: '*', state: 'stopped' } },
    });
    const named = ['--measure', 'hide-post-for-review', '--reason', 'hides news'];
    await run('measures', 'stop', ...named);
    const shown = await run('measures', 'status');
    expect(shown.json.held.map(({ measure }: { measure: string }) => measure)).toEqual([
      '*',
      'hide-post-for-review',
    ]);
    const refused = await run('measures', 'resume', '--reason', 'it is mended');
    expect(refused.json).toMatchObject({ ok: false, code: 'access.refused' });
    await run('login', '--role', 'shift-lead');
    await run('measures', 'resume', '--reason', 'it is mended');
    const left = await run('measures', 'status');
    expect(left.json.held).toMatchObject([{ measure: 'hide-post-for-review' }]);
    const { records } = await readTopic(connection, topicName('outcomes', prefix));
    const kinds = records.map(({ event }) => (event.data as { kind: string }).kind);
    expect(kinds.sort()).toEqual(['measures.resumed', 'measures.stopped', 'measures.stopped']);
  });

  it('refuses a measure that nobody defined', async () => {
    const odd = await run('measures', 'stop', '--measure', 'nothing-at-all', '--reason', 'typing');
    expect(odd).toMatchObject({ code: 2, json: { ok: false, code: 'config.invalid' } });
  });
});
