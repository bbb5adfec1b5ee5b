import { type Figure, judgeMilestone } from '@hrd-shield/domain';
import type { ImplementationPlan } from '@hrd-shield/policy';
import type { PublicFigure, PublicMilestone } from '../release/release.ts';

const DAY_MS = 86_400_000;

/**
 * The implementation plan as everybody may see it, against the figures of the same release and nothing
 * else: a state tells no more than the figures do. A milestone whose figure is not published, or is
 * withheld, has no state.
 * @param asOf freeze of the release, epoch ms
 */
export function publicPlan(
  figures: readonly PublicFigure[],
  plan: ImplementationPlan,
  asOf: number,
): readonly PublicMilestone[] {
  return plan.milestones.map(({ benchmark, by, comparison, figure: label, target }) => {
    const found = figures.find(
      (each) => each.benchmark === benchmark && each.label === label && each.slice === 'all',
    );
    const about = {
      benchmark,
      label,
      comparison,
      target: target.value,
      unit: target.unit === 'share' ? ('ratio' as const) : ('count' as const),
      by,
      owner: target.owner,
      figure: found?.id ?? null,
    };
    if (found === undefined) return { ...about, state: 'not-told', reason: 'not-published' };
    if (found.state === 'withheld') return { ...about, state: 'not-told', reason: 'withheld' };
    const milestone = { comparison, value: target.value, dueAt: Date.parse(by) + DAY_MS };
    const now = { asOf, nearMs: plan.nearDays * DAY_MS };
    return { ...about, ...judgeMilestone(figureOf(found), milestone, now) };
  });
}

function figureOf({ lower, sample, state, upper, value }: PublicFigure): Figure {
  if (state !== 'value' || value === null) return { kind: 'no-data' };
  const n = sample ?? 0;
  // Without a lower end there is no interval; without an upper one alone it is open.
  const top = upper ?? (lower === null ? value : ('open' as const));
  return { kind: 'value', value, interval: { lower: lower ?? value, upper: top }, n, observed: n };
}
