import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordAccess } from './open-defender-sealer.ts';
import { createShell } from './shell.ts';

function shellAt(keysDir: string) {
  const nowhere = { write: () => true };
  const env = { SHIELD_KEYS_DIR: keysDir };
  const stdin = (async function* () {})();
  return createShell({ env, stdin, stdout: nowhere, stderr: nowhere }, true);
}

it('opens nothing where the record of it cannot be written', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const audited = await recordAccess(shellAt(dir), 'a test');
    expect(readFileSync(join(audited, 'unseal-audit.ndjson'), 'utf8')).toContain('a test');
    await expect(recordAccess(shellAt(join(dir, 'gone')), 'a test')).rejects.toMatchObject({
      code: 'keys.unavailable',
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
});
