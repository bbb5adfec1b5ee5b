import { unreachable } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';

/** What a benchmark should reach. */
export interface TargetValue {
  readonly comparison: '<=' | '>=' | '=';
  readonly value: number;
}

/** Whether it does. Without `isCertain` the target lies within the interval. */
export interface TargetJudgement {
  readonly reached: 'met' | 'missed' | 'not-judged';
  readonly isCertain: boolean;
}

const NOT_JUDGED: TargetJudgement = { reached: 'not-judged', isCertain: false };

/** Compares a figure with its target; a figure that is withheld or absent is not judged. */
export function judgeTarget(figure: Figure, target: TargetValue): TargetJudgement {
  switch (figure.kind) {
    case 'withheld':
    case 'no-data':
      return NOT_JUDGED;
    case 'not-reached':
      return target.comparison === '<=' && figure.moreThan >= target.value
        ? { reached: 'missed', isCertain: true }
        : NOT_JUDGED;
    case 'value': {
      const { lower, upper } = figure.interval;
      const top = upper === 'open' ? Number.POSITIVE_INFINITY : upper;
      const outcomes = [figure.value, lower, top].map((value) => holds(value, target));
      const isMet = outcomes[0] === true;
      return {
        reached: isMet ? 'met' : 'missed',
        isCertain: outcomes.every((each) => each === isMet),
      };
    }
    default:
      return unreachable(figure);
  }
}

function holds(value: number, target: TargetValue): boolean {
  switch (target.comparison) {
    case '<=':
      return value <= target.value;
    case '>=':
      return value >= target.value;
    case '=':
      return value === target.value;
    default:
      return unreachable(target.comparison);
  }
}
