export { aggregateSql } from './benchmarks/aggregate-sql.ts';
export {
  BENCHMARKS_FOLDER,
  type Benchmark,
  loadBenchmarks,
  readBenchmark,
} from './benchmarks/load-benchmarks.ts';
export { loadSufficientSets, type SufficientPolicy } from './benchmarks/load-sufficient-sets.ts';
export { BENCHMARK_VIEWS } from './benchmarks/view-columns.ts';
export * from './crises/index.ts';
export { loadCustodyPolicy } from './custody/load-custody-policy.ts';
export {
  type DesignationPolicy,
  loadDesignationPolicy,
} from './designation/load-designation-policy.ts';
export * from './detection/index.ts';
export { type AttributePolicy, loadAttributePolicy } from './disclosure/load-attribute-rules.ts';
export { type DisclosurePolicy, loadDisclosurePolicy } from './disclosure/load-disclosure-rules.ts';
export { loadParityPlan } from './disclosure/load-parity-plan.ts';
export {
  loadReleasePlan,
  type ReleaseFigure,
  type ReleasePlan,
  type ReleasePopulation,
} from './disclosure/load-release-plan.ts';
export { publicationCalendarOf, publicationRulesOf } from './disclosure/publication-rules.ts';
export * from './hold/index.ts';
export {
  type ImplementationPlan,
  loadImplementationPlan,
} from './improvement/load-implementation-plan.ts';
export {
  type ImprovementPolicy,
  loadImprovementPolicy,
} from './improvement/load-improvement-policy.ts';
export { loadIntakePolicy } from './intake/load-intake-policy.ts';
export * from './protection/index.ts';
export { loadRemedyPolicy, type RemedyPolicy } from './remedy/load-remedy-policy.ts';
export * from './review/index.ts';
export { loadRowAccessPolicy } from './row-access/load-row-access-policy.ts';
export { loadStagePolicy } from './stages/load-stage-policy.ts';
