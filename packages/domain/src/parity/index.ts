export { type ParityFigure, parityFigures } from './parity-figures.ts';
export {
  countsOf,
  type EarlierParity,
  type ParityFact,
  type ParityFacts,
  type ParityLoss,
  type ParitySources,
  parityTables,
} from './parity-tables.ts';
export {
  type Attributes,
  answersBy,
  answersOf,
  type ParityCohort,
  type ParityMeasure,
  type ParityPlan,
} from './plan.ts';
export {
  type ParityBefore,
  type ParityRelease,
  type ParityTold,
  releaseParity,
} from './release-parity.ts';
