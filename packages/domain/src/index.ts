export * from './benchmarks/index.ts';
export * from './detection/index.ts';
