import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { runCli } from '@hrd-shield/cli';
import { createFileKms, createLocalKeyring, loadKey } from '@hrd-shield/keys';
import { createAwsKms } from '@hrd-shield/kms-aws';
import type { Kms } from '@hrd-shield/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MotoServer, startMotoServer } from '../harness/moto-server.ts';

const REGION = 'eu-central-1';
let moto: MotoServer;
let dir: string;
const keyIds: string[] = [];
const open: { stop(): void }[] = [];

beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'nobody';
  process.env.AWS_SECRET_ACCESS_KEY = 'nothing';
  dir = await mkdtemp(join(tmpdir(), 'kms-'));
  moto = await startMotoServer();
  const client = new KMSClient({ region: REGION, endpoint: moto.endpoint });
  for (let n = 0; n < 2; n += 1) {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    keyIds.push(KeyMetadata?.KeyId ?? '');
  }
  client.destroy();
});

afterAll(async () => {
  for (const one of open) one.stop();
  await moto.stop();
  await rm(dir, { recursive: true, force: true });
});

const bytes = randomBytes(32);
const next = randomBytes(32);

/** Both kinds of service, each with its master key of yesterday and of today. */
const SERVICES: readonly [string, (generation: 0 | 1) => Kms][] = [
  [
    'a file',
    (generation) =>
      createFileKms({
        masterKeys: [
          { id: 'file1', bytes },
          ...(generation === 1 ? [{ id: 'file2', bytes: next }] : []),
        ],
      }),
  ],
  [
    'AWS KMS',
    (generation) => {
      const keyId = keyIds[generation] ?? '';
      const kms = createAwsKms({ keyId, region: REGION, endpoint: moto.endpoint });
      open.push(kms);
      return kms;
    },
  ],
];

describe.each(SERVICES)('keys wrapped by %s', (_, create) => {
  it('are 256 bits, new each time, and open again for their purpose', async () => {
    const kms = create(0);
    const [one, other] = [
      await kms.generate('keyring:ingest'),
      await kms.generate('keyring:ingest'),
    ];
    expect(one.plain).toHaveLength(32);
    expect(Buffer.from(one.plain).equals(other.plain)).toBe(false);
    expect(one.wrapped).not.toContain(Buffer.from(one.plain).toString('base64url'));
    expect(await create(0).unwrap('keyring:ingest', one.wrapped)).toEqual(
      expect.objectContaining(one.plain),
    );
  });

  it('open for no other purpose', async () => {
    const { wrapped } = await create(0).generate('keyring:ingest');
    await expect(create(0).unwrap('keyring:detect', wrapped)).rejects.toMatchObject({
      code: 'seal.broken',
    });
  });

  it('do not open after a byte was changed', async () => {
    const { wrapped } = await create(0).generate('p');
    const last = wrapped.at(-6) === 'A' ? 'B' : 'A';
    const changed = `${wrapped.slice(0, -6)}${last}${wrapped.slice(-5)}`;
    for (const broken of [changed, 'nonsense', '']) {
      await expect(create(0).unwrap('p', broken)).rejects.toMatchObject({ code: 'seal.broken' });
    }
  });

  it('move to the master key of today and stay the same keys', async () => {
    const { plain, wrapped } = await create(0).generate('p');
    const moved = await create(1).rewrap('p', wrapped);
    expect(moved).not.toBe(wrapped);
    expect(Buffer.from(await create(1).unwrap('p', moved)).equals(plain)).toBe(true);
  });
});

it('a service of keys that does not answer is a fault that can pass', async () => {
  const kms = createAwsKms({ keyId: 'k', region: REGION, endpoint: 'http://127.0.0.1:1' });
  await expect(kms.generate('p')).rejects.toMatchObject({
    code: 'keys.unavailable',
    retryable: true,
  });
  kms.stop();
});

it('each process gets its own keys from the service, and no other', async () => {
  const [ring, bundles, memory] = ['ring', 'bundles', 'memory'].map((name) => join(dir, name));
  await createLocalKeyring(ring ?? '');
  const env = {
    SHIELD_KEYS_DIR: ring ?? '',
    KMS_KEY_ID: keyIds[0] ?? '',
    KMS_ENDPOINT: moto.endpoint,
    AWS_REGION: REGION,
  };
  const run = (...argv: string[]) =>
    runCli([...argv, '--json'], {
      env,
      stdin: (async function* () {})(),
      stdout: { write: () => undefined },
      stderr: { write: () => undefined },
    });
  expect(await run('keys', 'seal', '--out', bundles ?? '')).toBe(0);
  const bundle = join(bundles ?? '', 'detect.keyring');
  const text = await readFile(bundle, 'utf8');
  expect(text).not.toContain(Buffer.from(await loadKey(ring ?? '', 'kek')).toString('base64url'));
  const opened = ['--bundle', bundle, '--out', memory ?? ''];
  expect(await run('keys', 'open', '--for', 'hold', ...opened)).toBe(1);
  expect(await run('keys', 'open', '--for', 'detect', ...opened)).toBe(0);
  expect((await readdir(memory ?? '')).sort()).toEqual(['kek.key', 'pseudonym.key']);
  expect(await loadKey(memory ?? '', 'kek')).toEqual(await loadKey(ring ?? '', 'kek'));
});
