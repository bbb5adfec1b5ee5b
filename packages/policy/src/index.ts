export { type Benchmark, BENCHMARKS_FOLDER, loadBenchmarks, readBenchmark } from './benchmarks/load-benchmarks.ts';
export { BENCHMARK_VIEWS } from './benchmarks/view-columns.ts';
export * from './detection/index.ts';
