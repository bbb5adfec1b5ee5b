export { type Figure, type Interval, withheldUnder } from './figure.ts';
export { judgeTarget, type TargetJudgement, type TargetValue } from './judge-target.ts';
export {
  type Duration,
  kaplanMeier,
  type SurvivalCurve,
  type SurvivalStep,
  survivalQuantile,
} from './kaplan-meier.ts';
export { exactCount, poissonRate } from './poisson-rate.ts';
export { suppressCells } from './suppress-cells.ts';
export { wilsonRatio } from './wilson-ratio.ts';
