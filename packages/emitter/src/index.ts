export { type Answer, answerCommand } from './answer-command.ts';
export {
  CONFORMANCE_CODES,
  type ConformanceCode,
  EXCHANGES,
  type Exchange,
  type ExchangeStep,
} from './conformance/exchanges.ts';
export {
  type ArrivedAck,
  type ConformanceConfig,
  type ConformanceDeps,
  type ConformanceFault,
  type ConformanceReport,
  type ConformanceWire,
  runConformance,
} from './conformance/run-conformance.ts';
export {
  createEmitter,
  type EmitResult,
  type Emitter,
  type EmitterConfig,
  type EventStamp,
} from './create-emitter.ts';
export { type FannedEvent, fanOut, type Post } from './fan-out.ts';
export {
  type ChangingManners,
  createManners,
  type Manners,
  type MannersDeps,
} from './manners.ts';
export type {
  ActionResult,
  OpenedCommand,
  PlatformActions,
  Refusal,
} from './platform-actions.ts';
export {
  type AdapterCounts,
  createPlatformAdapter,
  type PlatformAdapter,
  type PlatformAdapterConfig,
  type PlatformAdapterDeps,
  readCommand,
} from './platform-adapter.ts';
export { probeAccounts, probeEvents } from './probe-events.ts';
export {
  type ActiveMeasure,
  createReferencePlatform,
  type Deed,
  type ReferencePlatform,
} from './reference-platform.ts';
export {
  type SimulatedPlatform,
  type SimulatedPlatformConfig,
  startSimulatedPlatform,
} from './simulated-platform.ts';
export { type KnownEvent, toRecord, toRecordFast } from './to-record.ts';
export { type JudgedLine, validateEvents } from './validate-events.ts';
