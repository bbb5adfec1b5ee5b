import { loadImprovementPolicy } from '@hrd-shield/policy';
import { type ReadRows, readDrift } from '@hrd-shield/reporting';

const DAY_MS = 86_400_000;

/**
 * How many detectors, languages, regions and threats are wrong more often than before.
 * @param now epoch ms
 */
export async function fallingSlices(readRows: ReadRows, now: number): Promise<number> {
  const { drift, precision } = loadImprovementPolicy();
  const slices = await readDrift(readRows, now, {
    margin: drift.margin,
    minimumCell: precision.minimumCell,
    latelyMs: drift.latelyDays * DAY_MS,
    beforeMs: drift.beforeDays * DAY_MS,
    scripted: false,
  });
  return slices.filter(({ state }) => state === 'falling').length;
}
