export * from './benchmarks/index.ts';
