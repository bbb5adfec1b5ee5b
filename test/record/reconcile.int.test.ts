import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../../packages/cli/src/program.ts';
import { stackAddresses } from '../harness/stack.ts';
import { anOutcome, aSignal } from './builders.ts';
import { createRecordStage, eventRecord, eventually, type RecordStage } from './record-stage.ts';

const OUTCOMES = 40;

interface Counts {
  readonly records: number;
}

let stage: RecordStage;

beforeAll(async () => {
  stage = await createRecordStage();
  await stage.record();
});

afterAll(() => stage.close());

async function reconcile(within: string) {
  let said = '';
  const code = await runCli(['reconcile', '--within', within, '--json'], {
    env: {
      KAFKA_BROKERS: stackAddresses().kafkaBrokers,
      CLICKHOUSE_URL: stage.clickhouseUrl,
      SHIELD_TOPIC_PREFIX: stage.prefix,
    },
    stdin: (async function* () {})(),
    stdout: { write: (text) => (said += text) },
    stderr: { write: () => undefined },
  });
  return { code, said: JSON.parse(said) as { ok: boolean; topics: Record<string, Counts> } };
}

it('tells topic against table by a command, and fails where a fact has no row', async () => {
  const outcomes = Array.from({ length: OUTCOMES }, (_, number) => {
    const data = anOutcome(number);
    return eventRecord(stage, 'outcomes', { id: data.id, key: data.defender, data });
  });
  const signal = aSignal(1, 0);
  const about = { id: `${signal.id}/0`, key: signal.defender, data: signal };
  const poison = eventRecord(stage, 'outcomes', { id: 'p', key: 'd_x', data: {} });
  await stage.send(
    [...outcomes, ...outcomes, eventRecord(stage, 'riskSignals', about), poison],
    50,
  );
  // A refusal is on its topic some time after the record that was refused: it is waited for.
  const letters = `${stage.prefix}shield.dead-letters.v1`;
  const whole = await eventually(
    () => reconcile('60'),
    ({ said }) => said.topics[letters]?.records === 1,
  );
  expect(whole.said.topics).toEqual({
    [`${stage.prefix}shield.outcomes.v1`]: {
      records: OUTCOMES * 2 + 1,
      refused: 1,
      facts: OUTCOMES,
      missing: 0,
      doubled: 0,
    },
    [`${stage.prefix}shield.risk-signals.v1`]: {
      records: 1,
      refused: 0,
      facts: 1,
      missing: 0,
      doubled: 0,
    },
    [letters]: {
      records: 1,
      refused: 0,
      facts: 1,
      missing: 0,
      doubled: 0,
    },
  });
  expect([whole.code, whole.said.ok]).toEqual([0, true]);

  await stage.store.command(`DELETE FROM outcomes WHERE id = '${anOutcome(7).id}'`);
  const short = await reconcile('0');
  expect([short.code, short.said.ok]).toEqual([1, false]);
  expect(short.said.topics[`${stage.prefix}shield.outcomes.v1`]).toMatchObject({ missing: 1 });
}, 240_000);
