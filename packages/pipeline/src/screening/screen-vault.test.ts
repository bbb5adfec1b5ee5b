import type { CloudEvent, DataClass, DefenderRef } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import type { Designated } from './defender-index.ts';
import { createScreenEvent } from './screen-event.ts';
import { vaultEntry } from './vault.ts';

const REF = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;
const NOW = 1_000_000_000_000;
const vaultKeys = {
  tagOf: (bytes: Uint8Array, from?: number, to?: number) =>
    bytes.subarray(from, to).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7),
  digestOf: (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').padEnd(64, '0'),
};
const phone = vaultEntry(REF, { kind: 'phone', value: '+49 30 901820 17' }, vaultKeys);
const designated: Designated = {
  ref: REF,
  version: 1,
  state: 'active',
  probe: false,
  expiresAt: NOW + 1,
  dataClasses: new Set<DataClass>(['public-content', 'vault']),
  vault: phone === undefined ? [] : [phone],
};

const BOUNDS = { futureMs: 60_000, latenessMs: 60_000, brokerLagMs: 0 };

/** Kinds of the vault that screening finds in a post by an account. */
async function kindsIn(author: string, as: Designated = designated): Promise<unknown> {
  const post: CloudEvent = {
    specversion: '1.0',
    id: '1',
    source: 'p',
    type: 'org.hrdshield.content.posted.v1',
    time: new Date(NOW).toISOString(),
    data: {
      affected: 'anna',
      actor: { account: author },
      objectId: '9',
      text: 'call 030 901820 17 now',
    },
  };
  const screen = createScreenEvent(
    {
      now: () => NOW,
      vaultKeys,
      pseudonyms: {
        actor: (id) => `a_${id}`,
        event: (_, id) => `e_${id}`,
        object: (id) => `o_${id}`,
      },
    },
    BOUNDS,
  );
  const found = await screen({
    event: post,
    key: 'anna',
    designated: as,
    appendedAt: NOW,
    reachedAt: 0,
  });
  return found.kind === 'ok' ? found.value.vault : found;
}

test('a post with what lies in the vault tells its kind, never the value', async () => {
  expect(await kindsIn('zoe')).toEqual(['phone']);
});

test('nothing is compared with a vault to which there is no consent any more', async () => {
  const dataClasses = new Set<DataClass>(['public-content']);
  expect(await kindsIn('zoe', { ...designated, dataClasses })).toBeUndefined();
});

test('what the defender tells of themselves is no attack', async () => {
  expect(await kindsIn('anna')).toBeUndefined();
});
