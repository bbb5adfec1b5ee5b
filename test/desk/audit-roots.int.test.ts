import { runCli } from '@hrd-shield/cli';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { until } from '../harness/until.ts';
import { type DeskStage, stageDesk } from './desk-stage.ts';

let at: Installation;
let desk: DeskStage;

beforeAll(async () => {
  at = await createInstallation('roots');
  desk = await stageDesk(at, { stella: ['steward'] });
});

afterAll(async () => {
  await desk.stop();
  at.remove();
});

async function verified() {
  let stdout = '';
  await runCli(['audit', 'verify', '--json'], {
    env: at.env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
  });
  return JSON.parse(stdout) as {
    rows: number;
    signedSeq: number;
    roots: number;
    fault?: { seq: number };
  };
}

it('the desk signs and publishes the head of the audit chain by itself, and a changed row shows', async () => {
  const stella = await desk.signIn('stella');
  expect((await stella.post(`/v1/people/${stella.principal}/revocation`)).status).toBe(200);
  const whole = await until('every row is signed', async () => {
    const verdict = await verified();
    return verdict.rows > 0 && verdict.signedSeq === verdict.rows ? verdict : undefined;
  });
  expect(whole.fault).toBeUndefined();
  const client = new pg.Client({ connectionString: at.databaseUrl });
  await client.connect();
  await client.query('ALTER TABLE audit.entry DISABLE TRIGGER USER');
  await client.query(`UPDATE audit.entry SET act = 'desk.nothing' WHERE seq = ${whole.rows}`);
  await client.end();
  expect(await verified()).toMatchObject({ fault: { seq: whole.rows } });
});
