import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadHoldPolicy } from './load-hold-policy.ts';

const FILE = fileURLToPath(new URL('../../rules/hold.yaml', import.meta.url));
const HOUR_MS = 3_600_000;

/** Loads the rules with one change. */
function withChange(change: (text: string) => string): () => unknown {
  return () => {
    const dir = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      writeFileSync(join(dir, 'hold.yaml'), change(readFileSync(FILE, 'utf8')));
      return loadHoldPolicy(dir);
    } finally {
      rmSync(dir, { recursive: true });
    }
  };
}

describe('the hold rules', () => {
  it('bind every origin, a moderator to far less than a government', () => {
    expect(loadHoldPolicy().holdMs).toEqual({
      government: 24 * HOUR_MS,
      court: 24 * HOUR_MS,
      reports: 12 * HOUR_MS,
      automated: 4 * HOUR_MS,
      moderator: HOUR_MS / 2,
    });
  });

  it('never hold the three grounds, and have them looked at within 24 h', () => {
    const { neverHold, reviewMs } = loadHoldPolicy();
    expect(neverHold.map(({ ground }) => ground)).toEqual([
      'child-sexual-abuse',
      'imminent-threat-to-life',
      'binding-order',
    ]);
    expect(reviewMs).toBe(24 * HOUR_MS);
  });

  it('refuse an origin without a bound, and a bound without an end', () => {
    expect(withChange((text) => text.replace('  moderator: 30\n', ''))).toThrow('moderator');
    expect(withChange((text) => text.replace('government: 1440', 'government: 99999'))).toThrow(
      'government',
    );
    expect(withChange((text) => text.replace('reviewHours: 24', 'reviewHours: 25'))).toThrow(
      'reviewHours',
    );
  });

  it('are named by a hash that changes with any byte', () => {
    expect(withChange((text) => `${text}# more\n`)()).not.toMatchObject({
      hash: loadHoldPolicy().hash,
    });
  });
});
