import { type EvaluateOptions, evaluateHeadline, sectionContext } from './evaluate.ts';
import { openStore } from './open-store.ts';
import { BUDGETS, planRuns } from './plan/plan-runs.ts';
import { runKey } from './plan/run-spec.ts';
import type { Alike, Release } from './releases.ts';
import type { EvalSection } from './section.ts';
import { eachRecord } from './store/run-store.ts';
import { EarlierRecords } from './store/same-records.ts';

/** What repeating a block came to; `alike` is absent while runs are left for the next call. */
export interface Repeated {
  readonly section: EvalSection;
  readonly alike?: Alike;
}

/**
 * Plays the runs of a block that was judged before, and holds each record against the earlier one.
 * Code that gives them all again detects what it detected, so that it needs no seeds that nobody saw.
 *
 * @param earlierPath run records of the code that opened the block
 * @throws RangeError at the first record that differs
 */
export async function repeatRelease(
  options: EvaluateOptions,
  { seedFirst }: Release,
  earlierPath: string,
): Promise<Repeated> {
  const earlier = await EarlierRecords.read(earlierPath);
  const asked = { ...options, seedFirst, check: earlier.require.bind(earlier) };
  const context = sectionContext(asked);
  const section = await evaluateHeadline(asked, context);
  const left = new Set(
    planRuns({ split: options.split, budget: BUDGETS[options.amount], seedFirst }).map(runKey),
  );
  const records = left.size;
  // What an earlier call played is held against it once more.
  for await (const record of eachRecord((await openStore(context, false)).path)) {
    if (left.delete(record.key)) earlier.require(record);
  }
  if (left.size > 0) return { section };
  const checkedAt = new Date(options.now()).toISOString();
  return { section, alike: { codeHash: context.codeHash, records, checkedAt } };
}
