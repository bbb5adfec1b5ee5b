export * from './ports/clock.ts';
export * from './ports/designation-store.ts';
export * from './ports/keys.ts';
export * from './ports/record-sink.ts';
export * from './ports/record-source.ts';
export * from './step-result.ts';
