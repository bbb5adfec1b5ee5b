export type {
  Better,
  EvalSection,
  Line,
  Metric,
  RunSection,
  SectionChart,
  SectionContext,
  SectionTable,
  Target,
} from './section.ts';
