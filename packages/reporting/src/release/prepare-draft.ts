import { join } from 'node:path';
import {
  loadBenchmarks,
  loadDisclosurePolicy,
  loadImplementationPlan,
  loadReleasePlan,
} from '@hrd-shield/policy';
import { readCodeVersion } from '../frozen/code-version.ts';
import { freezeInputs } from '../frozen/frozen-inputs.ts';
import { computeRun } from '../frozen/frozen-run.ts';
import { keepRun } from '../frozen/run-store.ts';
import type { ReadRows } from '../ports.ts';
import { keepDraft, publishedOf, type ReleaseFolders } from './ledger.ts';
import { makeRelease } from './make-release.ts';
import type { ParityFile } from './parity-file.ts';
import { quarterOf, settledAt } from './quarter.ts';
import type { Release } from './release.ts';
import { freezeFacts } from './release-facts.ts';
import { releasesBefore, standingReleases } from './standing-releases.ts';

/** Runs that releases go with, inside the closed folder. */
export const RUNS_FOLDER = 'runs';

/**
 * Freezes a quarter as of the day on which it has settled, makes its release and puts it down as a
 * draft, with the run of the benchmarks at the same freeze. Rows must have been built before.
 */
export async function prepareDraft(
  readRows: ReadRows,
  folders: ReleaseFolders,
  about: {
    readonly quarter: string;
    readonly preparedBy: string;
    readonly corrects?: NonNullable<Release['corrects']>;
    /** What the registry let out of the same facts. */
    readonly parity?: ParityFile;
  },
): Promise<{ readonly draft: string; readonly release: Release }> {
  const { corrects, parity, preparedBy } = about;
  const plan = loadReleasePlan();
  const policy = loadDisclosurePolicy();
  const benchmarks = await loadBenchmarks();
  const quarter = quarterOf(about.quarter);
  const asOf = settledAt(quarter, plan.settleDays);
  const inputs = await freezeInputs(readRows, benchmarks, { asOf, synthetic: false });
  const run = computeRun(inputs, { codeVersion: await readCodeVersion() });
  await keepRun(join(folders.closed, RUNS_FOLDER), { run, inputs, at: asOf });
  const facts = await freezeFacts(readRows, plan, { quarter, asOf, rulesHash: policy.hash });
  const before = await publishedOf(folders, quarter.name);
  const standing = await standingReleases(folders.open);
  const release = makeRelease(facts, {
    plan,
    rules: policy.audiences.public,
    benchmarks,
    milestones: loadImplementationPlan(),
    run,
    before,
    earlier: releasesBefore(standing, quarter.name, plan.trendQuarters - 1),
    ...(corrects === undefined ? {} : { corrects }),
    ...(parity === undefined ? {} : { parity }),
  });
  const draft = await keepDraft(folders, { release, facts, benchmarks, preparedBy });
  return { draft, release };
}
