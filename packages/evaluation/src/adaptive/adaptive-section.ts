import type { EvalSection, SectionContext } from '../section.ts';
import { cent, figure } from '../sections/format.ts';
import type { Climb } from './climb.ts';
import { COSTS } from './cost-model.ts';

/** @source detection notes, 5.4: ten times the cost of the naive campaign */
const RATIO_FLOOR = 10;

/** What undetected harm costs, against what the naive campaign would cost without a defence. */
export function adaptiveSection(
  climbs: readonly Climb[],
  context: SectionContext,
  begun: number,
): EvalSection {
  const cheapest = Math.min(...climbs.map(({ best }) => best.price));
  const naive = Math.min(...climbs.map(naivePrice));
  const steps = climbs.reduce((sum, climb) => sum + climb.steps, 0);
  const ratio = cheapest / naive;
  return {
    id: 'adaptive',
    title: 'An attacker who adapts',
    ranAt: new Date(begun).toISOString(),
    seconds: Math.round((context.now() - begun) / 1_000),
    policyHash: context.policyHash,
    codeHash: context.codeHash,
    // Its tries have seeds of their own, outside both splits, and kinds that tuning knows.
    split: 'tuning',
    method: [
      `${steps} steps of a hill climb over the parameters of ${climbs.length} kinds against the ` +
        'frozen policy. The attacker sees whether the defender was warned. Harm is hostile events ' +
        'delivered before guard, the median of three streams; below 20 it is no campaign.',
      'Cost is in units of one fresh account bought in bulk: ' +
        Object.entries(COSTS)
          .map(([name, cost]) => `${name} ${cost}`)
          .join(', ') +
        '. An account is the dearer the older it is, up to a year. The naive price is that of the same kinds in their middle form, all of it delivered.',
    ],
    limits: [
      'The attacker moves the parameters of known kinds and invents no new one.',
      'The cost model is a choice; its proportions decide the ratio.',
    ],
    metrics: {
      'adaptive.costRatio': {
        value: ratio,
        low: ratio,
        high: ratio,
        sample: steps,
        unit: 'times the naive price',
        interval: 'none: the lowest of one search',
        better: 'higher',
        floor: RATIO_FLOOR,
      },
    },
    tables: [
      {
        title: 'Cheapest undetected harm by kind, cheapest first',
        head: ['kind', 'price', 'naive price', 'times', 'hostile events unseen', 'found', 'how'],
        rows: [...climbs]
          .sort((a, b) => a.best.price - b.best.price)
          .map((climb) => [
            climb.kind,
            figure(climb.best.price),
            figure(naivePrice(climb)),
            figure(climb.best.price / naivePrice(climb)),
            figure(climb.best.harm),
            cent(climb.best.foundRatio),
            wordsOf(climb),
          ]),
      },
    ],
    charts: [
      {
        title: 'Price of undetected harm as the attacker learns',
        description: 'Cost of one hostile event delivered unseen, after each step; lower is worse.',
        x: 'steps',
        y: 'price',
        lines: climbs.map(({ course, kind }) => ({
          name: kind,
          points: course.map((y, x) => ({ x, y })),
        })),
      },
    ],
  };
}

/** What one hostile event of the middle form costs when all of it arrives. */
function naivePrice({ naive }: Climb): number {
  return naive.cost / Math.max(1, naive.delivered);
}

/** Parameters that the search changed. */
function wordsOf({ best, naive }: Climb): string {
  return Object.entries(best.shape)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(naive.shape[name]))
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'number' ? figure(value) : JSON.stringify(value)}`,
    )
    .join(', ');
}
