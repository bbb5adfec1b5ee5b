import { type Figure, judgeMilestone, type MilestoneState } from '@hrd-shield/domain';
import { type ImplementationPlan, loadImplementationPlan } from '@hrd-shield/policy';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** What of a result a milestone needs, as machines read it: of a frozen run or a fresh one. */
const Result = z.looseObject({
  id: z.string(),
  groups: z.array(
    z.looseObject({
      clock: z.string().nullable(),
      decidedBy: z.string().nullable(),
      figures: z.record(z.string(), z.custom<Figure>(isFigure)),
    }),
  ),
});

/** How one milestone stands. */
export interface MilestoneStanding extends MilestoneState {
  readonly benchmark: string;
  readonly label: string;
  readonly comparison: '<=' | '>=' | '=';
  readonly target: number;
  readonly unit: string;
  /** Day by which it is to be reached. */
  readonly by: string;
  /** Role that answers for it. */
  readonly owner: string;
  readonly figure: Figure;
}

/**
 * The implementation plan against what benchmarks came to. Only figures of people on real time count:
 * scripts and scaled clocks keep no promise.
 *
 * @param results as `resultJson` gives them, or the benchmarks of a frozen run
 * @param asOf epoch ms
 * @throws ZodError when it is no result
 */
export function planStanding(
  results: readonly object[],
  asOf: number,
  plan: ImplementationPlan = loadImplementationPlan(),
): readonly MilestoneStanding[] {
  const known = new Map(
    z
      .array(Result)
      .parse(results)
      .map((each) => [each.id, each]),
  );
  return plan.milestones.map(({ benchmark, by, comparison, figure: label, target }) => {
    const group = known
      .get(benchmark)
      ?.groups.find(({ clock, decidedBy }) => clock !== 'scaled' && decidedBy !== 'scripts');
    const figure = group?.figures[label] ?? { kind: 'no-data' as const };
    // A milestone is kept until the end of its day.
    const dueAt = Date.parse(by) + DAY_MS;
    return {
      benchmark,
      label,
      comparison,
      target: target.value,
      unit: target.unit,
      by,
      owner: target.owner,
      figure,
      ...judgeMilestone(
        figure,
        { comparison, value: target.value, dueAt },
        { asOf, nearMs: plan.nearDays * DAY_MS },
      ),
    };
  });
}

function isFigure(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
