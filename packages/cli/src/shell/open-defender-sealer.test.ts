import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalKeyring } from '@hrd-shield/keys';
import { expect, it } from 'vitest';
import { openDefenderSealer, recordAccess } from './open-defender-sealer.ts';
import { createShell } from './shell.ts';

function shellAt(keysDir: string, more: Readonly<Record<string, string>> = {}) {
  const nowhere = { write: () => true };
  const env = { SHIELD_KEYS_DIR: keysDir, ...more };
  const stdin = (async function* () {})();
  return createShell({ env, stdin, stdout: nowhere, stderr: nowhere }, true);
}

it('opens nothing where the record of it cannot be written', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const opening = { what: 'a test', purpose: 'response' };
    await createLocalKeyring(dir);
    const audited = await recordAccess(shellAt(dir), opening);
    expect(readFileSync(join(audited, 'unseal-audit.ndjson'), 'utf8')).toContain('a test');
    await expect(recordAccess(shellAt(join(dir, 'gone')), opening)).rejects.toMatchObject({
      code: 'keys.unavailable',
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
});

it('opens nothing with keys of a process, and no export without two people', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'audit-'));
  const opening = { what: 'a test', purpose: 'response' };
  try {
    await expect(openDefenderSealer(shellAt(dir), opening)).rejects.toMatchObject({
      code: 'config.invalid',
    });
    const remote = shellAt(dir, { SHIELD_DESK_URL: 'http://127.0.0.1:1' });
    await expect(openDefenderSealer(remote, opening)).rejects.toMatchObject({
      code: 'access.no-token',
    });
    for (const opens of [openDefenderSealer, recordAccess]) {
      await expect(opens(remote, { ...opening, isBulk: true })).rejects.toMatchObject({
        code: 'access.needs-second-person',
      });
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
});
