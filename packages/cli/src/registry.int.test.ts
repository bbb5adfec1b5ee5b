import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalKeyring } from '@hrd-shield/keys';
import { createDatabase } from '@hrd-shield/postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runCli } from './program.ts';

const stack = inject('stackAddresses');
let dir: string;
let env: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cli-registry-'));
  await createLocalKeyring(join(dir, 'keys'));
  env = {
    DATABASE_URL: await createDatabase(stack.databaseUrl, `cli_${randomBytes(5).toString('hex')}`),
    SHIELD_KEYS_DIR: join(dir, 'keys'),
    TEMPORAL_ADDRESS: stack.temporalAddress,
  };
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function run(words: string, stdin = '') {
  const out = { stdout: '', stderr: '' };
  const code = await runCli([...words.split(' '), '--json'], {
    env,
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  });
  return { code, said: out.stdout + out.stderr, json: JSON.parse(out.stdout) };
}

const [rosa, ravi, amal] = ['A', 'B', 'C'].map((letter) => `r_${letter.repeat(22)}`);
const as = (who: string | undefined, role = 'responder') =>
  run(`login --responder ${who} --role ${role}`);

test('a registrar, a second person and a consent begin a designation, and two people look at it', async () => {
  expect(await run('registry list')).toMatchObject({ json: { code: 'access.no-token' } });
  await as(rosa);
  const nomination = {
    evidence: 'public-acts',
    identity: { account: 'canary-account' },
    contact: { channel: 'signal', address: 'canary-number' },
    profile: { language: 'es', conflicts: ['state-police'] },
  };
  const proposed = await run('registry propose -', JSON.stringify(nomination));
  expect(proposed.code).toBe(0);
  const { ref } = proposed.json;
  const vet = `registry vet ${ref} --act legal-aid --evidence public-acts`;
  expect(await run(vet)).toMatchObject({ code: 3, json: { code: 'designation.same-person' } });

  await run(`login --responder ${ravi} --role responder --conflict state-police`);
  expect(await run(vet)).toMatchObject({ json: { code: 'designation.conflict' } });
  await as(ravi);
  expect(await run(vet)).toMatchObject({ json: { designation: { state: 'vetted' } } });
  const consent = await run(`registry consent ${ref} --class public-content --way safe-channel`);
  expect(consent.code).toBe(0);
  expect(await run(`registry add ${ref}`)).toMatchObject({
    json: { code: 'designation.wrong-role' },
  });
  await as(amal, 'shift-lead');
  const added = await run(`registry add ${ref}`);
  expect(added).toMatchObject({ json: { designation: { state: 'active' } } });

  await as(ravi);
  const asked = await run(
    `registry request-reveal ${ref} --part contact --purpose contact-the-defender`,
  );
  const { id } = asked.json.request;
  await as(amal, 'shift-lead');
  await run(`registry agree ${id}`);
  await as(ravi);
  const seen = await run(`registry reveal ${id}`);
  expect(seen.json.opened.value.address).toBe('canary-number');
  const again = await run(`registry reveal ${id}`);
  expect(again.json.code).toBe('reveal.used');

  const listed = await run('registry list');
  expect(listed.json.designations).toMatchObject([{ ref, state: 'active' }]);
  const said = [proposed, consent, added, asked, again, listed].map((each) => each.said).join();
  expect(said).not.toContain('canary');
});

test('a refused list is told by line and field, never by what stands there', async () => {
  await as(rosa);
  const text = 'account,language\ncanary-one,es\ncanary-two,no language\n';
  const answer = await run('registry import-proposals - --partner helpline-one', text);
  expect(answer).toMatchObject({
    code: 3,
    json: { taken: [2], refused: [{ line: 3, fault: 'profile.language' }] },
  });
  expect(answer.said).not.toContain('canary');
  const broken = await run('registry propose -', '{"identity":{"account":"canary"},"canary":1}');
  expect(broken.code).toBe(1);
  expect(broken.said).toContain('designation.bad-file');
  expect(broken.said).not.toContain('canary');
});
