export { agreement } from './agreement.ts';
export { capturedTotal, type TwoSources } from './capture-recapture.ts';
export { type Cluster, clusteredRatio, designEffect } from './clustered-ratio.ts';
export { type EndedBy, incidenceBy } from './cumulative-incidence.ts';
export { type Figure, type Interval, withheldUnder } from './figure.ts';
export { foldDesignEffect } from './fold-design-effect.ts';
export { judgeTarget, type TargetJudgement, type TargetValue } from './judge-target.ts';
export {
  type Duration,
  kaplanMeier,
  type SurvivalCurve,
  type SurvivalStep,
  survivalQuantile,
} from './kaplan-meier.ts';
export { type ParityGroup, parityRatio } from './parity-ratio.ts';
export { exactCount, poissonRate } from './poisson-rate.ts';
export { suppressCells } from './suppress-cells.ts';
export { wilsonInterval, wilsonRatio } from './wilson-ratio.ts';
export { type PartedCase, withoutEachPart } from './without-each-part.ts';
