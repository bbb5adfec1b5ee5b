import { loadDetectionPolicy } from '@hrd-shield/policy';
import type { SplitName } from '@hrd-shield/world';
import { openStore } from './open-store.ts';
import { BUDGETS, planRuns } from './plan/plan-runs.ts';
import { collect } from './run/collect.ts';
import type { RunRecord } from './run/run-record.ts';
import type { EvalSection, SectionContext } from './section.ts';
import { headlineSection } from './sections/headline.ts';
import { codeHash } from './store/code-hash.ts';

const MINUTE_MS = 60_000;

export interface EvaluateOptions {
  readonly split: SplitName;
  /** First seed of held-out runs; that of release 0 when absent. */
  readonly seedFirst?: number;
  /** Minutes of playing; the runs that are left are played by the next call. */
  readonly minutes?: number;
  readonly amount: keyof typeof BUDGETS;
  /** Steps of the adaptive attacker. */
  readonly steps?: number;
  readonly workers: number;
  readonly cacheFolder: string;
  /** Only these kinds; all when absent. */
  readonly kinds: readonly string[] | undefined;
  readonly policyPath: string | undefined;
  /** Sees each record as it is played, and ends the run by throwing. */
  readonly check?: (record: RunRecord) => void;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** What sections share: hashes of what makes the numbers, and where to keep what was done. */
export function sectionContext(options: EvaluateOptions): SectionContext {
  const { amount, cacheFolder, minutes, now, say, seedFirst, split, workers } = options;
  return {
    split,
    ...(seedFirst === undefined ? {} : { seedFirst }),
    quick: amount !== 'full',
    cacheFolder,
    policyHash: loadDetectionPolicy(options.policyPath).hash,
    codeHash: codeHash(),
    workers,
    ...(minutes === undefined ? {} : { endsAt: now() + minutes * MINUTE_MS }),
    say,
    now,
  };
}

/** The headline metrics: plays what the store does not know, then computes everything anew. */
export async function evaluateHeadline(
  options: EvaluateOptions,
  context: SectionContext,
): Promise<EvalSection> {
  const { kinds, now, policyPath, say, seedFirst, split, workers } = options;
  const begun = now();
  const specs = planRuns({
    split,
    budget: BUDGETS[options.amount],
    ...(kinds === undefined ? {} : { kinds }),
    ...(seedFirst === undefined ? {} : { seedFirst }),
  });
  const store = await openStore(context, false);
  const records = await collect(specs, {
    store,
    workers,
    policyPath,
    keepTrails: false,
    ...(context.endsAt === undefined ? {} : { endsAt: context.endsAt }),
    ...(options.check === undefined ? {} : { check: options.check }),
    say,
    now,
  });
  say('computing metrics and intervals');
  return headlineSection(records, {
    split,
    planned: specs.length,
    ...(seedFirst === undefined ? {} : { seedFirst }),
    policyHash: context.policyHash,
    codeHash: context.codeHash,
    ranAt: new Date(begun).toISOString(),
    seconds: Math.round((now() - begun) / 1_000),
  });
}
