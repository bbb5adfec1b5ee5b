export * from './benchmarks/index.ts';
export * from './detection/index.ts';
export * from './disclosure/index.ts';
export * from './hold/index.ts';
export * from './improvement/index.ts';
export * from './parity/index.ts';
export * from './protection/index.ts';
export * from './stages/index.ts';
