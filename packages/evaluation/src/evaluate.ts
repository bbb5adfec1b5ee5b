import { loadDetectionPolicy } from '@hrd-shield/policy';
import type { SplitName } from '@hrd-shield/world';
import { openStore } from './open-store.ts';
import { FULL, planRuns, QUICK } from './plan/plan-runs.ts';
import { collect } from './run/collect.ts';
import type { EvalSection, SectionContext } from './section.ts';
import { headlineSection } from './sections/headline.ts';
import { codeHash } from './store/code-hash.ts';

export interface EvaluateOptions {
  readonly split: SplitName;
  readonly quick: boolean;
  readonly workers: number;
  readonly cacheFolder: string;
  /** Only these kinds; all when absent. */
  readonly kinds: readonly string[] | undefined;
  readonly policyPath: string | undefined;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** What sections share: hashes of what makes the numbers, and where to keep what was done. */
export function sectionContext(options: EvaluateOptions): SectionContext {
  const { cacheFolder, now, quick, say, split, workers } = options;
  const policyHash = loadDetectionPolicy(options.policyPath).hash;
  return { split, quick, cacheFolder, policyHash, codeHash: codeHash(), workers, say, now };
}

/** The headline metrics: plays what the store does not know, then computes everything anew. */
export async function evaluateHeadline(
  options: EvaluateOptions,
  context: SectionContext,
): Promise<EvalSection> {
  const { kinds, now, policyPath, quick, say, split, workers } = options;
  const begun = now();
  const budget = quick ? QUICK : FULL;
  const specs = planRuns({ split, budget, ...(kinds === undefined ? {} : { kinds }) });
  const store = await openStore(context, false);
  const records = await collect(specs, {
    store,
    workers,
    policyPath,
    keepTrails: false,
    say,
    now,
  });
  say('computing metrics and intervals');
  return headlineSection(records, {
    split,
    policyHash: context.policyHash,
    codeHash: context.codeHash,
    ranAt: new Date(begun).toISOString(),
    seconds: Math.round((now() - begun) / 1_000),
  });
}
