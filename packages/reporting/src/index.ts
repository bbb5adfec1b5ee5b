export { computeBenchmark, computeBenchmarks, type ReportOptions } from './compute-benchmarks.ts';
export { explainBenchmark } from './explain-benchmark.ts';
export type { ReadRows } from './ports.ts';
export { type ReconcileInput, type Reconciliation, reconcileTopic } from './reconcile-topic.ts';
export { reportJson, resultJson } from './render-json.ts';
export { renderPage } from './render-page.ts';
export { renderTable } from './render-table.ts';
export type { BenchmarkResult, NamedFigure, Report, ResultGroup, Slice } from './result.ts';
export { type ReportFiles, writeReport } from './write-report.ts';
