import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { verifyReport } from './verify-report.ts';

describe('a public report', () => {
  it('is computed again to the digit, and an attack on its files finds nobody', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hrd-shield-report-'));
    try {
      const proof = await verifyReport({
        clickhouseUrl: stackAddresses().clickhouseUrl,
        database: uniqueName('verify_report'),
        folder,
        year: { cases: 3_200, defenders: 900, seed: 11 },
        quarters: ['2026-Q3'],
        say: () => undefined,
      });
      expect(proof.problems).toEqual([]);
      expect(proof).toMatchObject({
        ok: true,
        releases: 2,
        corrections: 1,
        identical: 1,
        reidentified: 0,
        leaks: 0,
      });
      expect(proof.figures).toBeGreaterThan(200);
      expect(proof.cells - proof.withheld).toBeGreaterThan(50);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 480_000);
});
