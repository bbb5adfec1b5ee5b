import { runCli } from '@hrd-shield/cli';
import type { DefenderRef } from '@hrd-shield/contracts';
import { custodyWorkflowId } from '@hrd-shield/contracts';
import {
  createDefenderSealer,
  createFolderKeyStore,
  dataKeysDir,
  loadKey,
  loadPayloadKeys,
} from '@hrd-shield/keys';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { OWN_PARTIES, openRegistry, type Registry } from '@hrd-shield/registry';
import { connectTemporal, createCustodyClient, type PayloadKey } from '@hrd-shield/temporal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stageDesignate } from '../desk/stage-designate.ts';
import { designatedWith } from '../harness/designated-with.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { sealerOf } from '../harness/keys-of.ts';
import { until } from '../harness/until.ts';
import { hana } from '../registry/builders.ts';
import { count } from './count.ts';

const TEST_MS = 300_000;
const PHRASE = 'two herons';
let at: Installation;
let registry: Registry;

beforeAll(async () => {
  at = await createInstallation('payload');
  const { databaseUrl, keysDir } = at;
  const clock = { now: () => Date.now() };
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
}, TEST_MS);

afterAll(async () => {
  await registry?.stop();
  at?.remove();
});

/** Somebody in custody: a workflow that lives until it is proved that they are safe. */
async function held(account: string): Promise<DefenderRef> {
  const agreed = { custody: true, phrases: { safety: PHRASE }, classes: ['login'] } as const;
  const ref = await designatedWith(registry, { account, ...agreed });
  const begun = await registry.uses.ask(OWN_PARTIES.delegate, ref, { kind: 'begin-custody' });
  expect(begun.ok).toBe(true);
  await until('custody holds', async () => (await stateOf(ref)) === 'locked', 90_000);
  return ref;
}

async function withTemporal<Done>(
  payloadKey: PayloadKey,
  act: (temporal: Awaited<ReturnType<typeof connectTemporal>>) => Promise<Done>,
): Promise<Done> {
  const address = at.env.TEMPORAL_ADDRESS ?? '';
  const temporal = await connectTemporal({ address, namespace: 'default', payloadKey });
  return act(temporal).finally(temporal.stop);
}

const stateOf = async (ref: DefenderRef): Promise<string | undefined> =>
  withTemporal(await loadPayloadKeys(at.keysDir), async (temporal) => {
    const custody = createCustodyClient(temporal, `${at.topicPrefix}shield-designate`);
    return (await custody.view(ref))?.state;
  });

/** Whether the arguments with which it was started open under a key alone. */
const opensUnder = (key: Uint8Array, ref: DefenderRef): Promise<boolean> =>
  withTemporal(key, async ({ client }) => {
    const { events } = await client.workflow.getHandle(custodyWorkflowId(ref)).fetchHistory();
    const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const codec = client.options.loadedDataConverter.payloadCodecs[0];
    return codec === undefined
      ? false
      : codec.decode(input).then(
          () => true,
          () => false,
        );
  });

async function keys(...words: readonly string[]) {
  let stdout = '';
  const code = await runCli(['keys', ...words, '--json'], {
    env: at.env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
  });
  return { code, json: JSON.parse(stdout) };
}

it(
  'workflows that began under the old key go on under the new one, and the old key goes when none needs it',
  async () => {
    let designate = await stageDesignate(at);
    const [old] = await loadPayloadKeys(at.keysDir);
    const before = await held('account-before');
    expect(await opensUnder(old, before)).toBe(true);
    await designate.stop();

    expect((await keys('rotate-payload')).code).toBe(0);
    expect((await keys('rotate-payload')).code).not.toBe(0);
    const [newest] = await loadPayloadKeys(at.keysDir);
    expect(Buffer.from(newest).equals(old)).toBe(false);
    designate = await stageDesignate(at);
    // Replayed from a history under the old key by a worker that has forgotten it.
    expect(await stateOf(before)).toBe('locked');
    const after = await held('account-after');
    expect([await opensUnder(newest, after), await opensUnder(old, after)]).toEqual([true, false]);
    expect([await opensUnder(newest, before), await opensUnder(old, before)]).toEqual([
      false,
      true,
    ]);

    const kept = await keys('drop-payload');
    expect([kept.code, kept.json.dropped, kept.json.workflows > 0]).toEqual([3, false, true]);
    await designate.stop();
    await forgetAllOf(before);
    const dropped = await keys('drop-payload');
    expect([dropped.code, dropped.json]).toMatchObject([0, { dropped: true, workflows: 0 }]);
    expect(await loadPayloadKeys(at.keysDir)).toEqual([newest]);

    designate = await stageDesignate(at);
    expect(await stateOf(after)).toBe('locked');
    const ended = { kind: 'end-custody', phrase: PHRASE } as const;
    expect((await registry.uses.ask(hana, after, ended)).ok).toBe(true);
    await until('it goes on to its end', async () => (await stateOf(after)) !== 'locked', 90_000);
    await designate.stop();
    count('payload-rotation', { looked: dropped.json.looked, left: dropped.json.workflows });
  },
  TEST_MS,
);

/** What retention does once workflows are closed. */
async function forgetAllOf(ref: DefenderRef): Promise<void> {
  await withTemporal(await loadPayloadKeys(at.keysDir), async ({ client, namespace }) => {
    for await (const { workflowId } of client.workflow.list()) {
      if (!workflowId.endsWith(ref)) continue;
      const workflowExecution = { workflowId };
      await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
    }
    await until('they are gone', async () => {
      for await (const { workflowId } of client.workflow.list()) {
        if (workflowId.endsWith(ref)) return false;
      }
      return true;
    });
  });
}

it('what was sealed for a defender before the wrapping key was rotated opens after, and new too', async () => {
  const sealer = await sealerOf(at);
  const ref = await designatedWith(registry, { account: 'account-snapshot', classes: ['login'] });
  const snapshot = Buffer.from('a saved state');
  const sealed = await sealer.seal(ref, SEAL_PURPOSES.snapshot, snapshot);
  const old = await loadKey(at.keysDir, 'kek');
  expect((await keys('rewrap', '--which', 'kek')).code).toBe(0);
  const after = await sealerOf(at);
  const anew = await after.seal(ref, SEAL_PURPOSES.snapshot, snapshot);
  for (const one of [sealed, anew]) {
    expect(Buffer.from(await after.open(ref, SEAL_PURPOSES.snapshot, one))).toEqual(snapshot);
  }
  const stolen = createFolderKeyStore({ dir: dataKeysDir(at.keysDir), keyEncryptionKey: old });
  await expect(
    createDefenderSealer(stolen).open(ref, SEAL_PURPOSES.snapshot, anew),
  ).rejects.toMatchObject({ code: 'seal.broken' });
});
