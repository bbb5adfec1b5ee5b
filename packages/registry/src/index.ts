export {
  pauseDesignation,
  resumeDesignation,
  withdrawDesignation,
} from './change-designation.ts';
export { DesignationEntry } from './designation-entry.ts';
export {
  type ImportResult,
  importDesignations,
  type RegistryDeps,
} from './import-designations.ts';
export { COOLING_OFF_MS, keepTime, type TimeKept } from './keep-time.ts';
export { createLocalSealer } from './local-sealer.ts';
export {
  openRegistry,
  openRegistryStore,
  type Registry,
  type RegistryConfig,
  type RegistryStore,
  type RegistryStoreConfig,
} from './open-registry.ts';
export type { DesignationSealer, SealedEntry } from './ports.ts';
export { type PlacedEntry, readDesignations } from './read-designations.ts';
export { type RelayDeps, relayDesignations } from './relay-designations.ts';
export { toRecord } from './to-record.ts';
