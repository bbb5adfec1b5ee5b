export {
  type Published,
  readPublished,
  refuseRestored,
  replayTakenBack,
  type TakenBack,
  unknownAfterRestore,
} from './after-restore.ts';
export type { AskedStop } from './asked-stop.ts';
export {
  type ChangeDeps,
  pauseDesignation,
  resumeDesignation,
  withdrawDesignation,
} from './change-designation.ts';
export { DesignationEntry } from './designation-entry.ts';
export { DETAILS, type DetailsOf, Nomination } from './details.ts';
export { type HeededNotices, heedNotices } from './heed-notices.ts';
export {
  type ImportResult,
  importDesignations,
  type RegistryDeps,
} from './import-designations.ts';
export {
  type ClockDeps,
  type ClockKept,
  keepClock,
  keepClocks,
  type TimeKept,
} from './keep-clocks.ts';
export { createLocalSealer } from './local-sealer.ts';
export {
  openRegistry,
  openRegistryStore,
  type Registry,
  type RegistryConfig,
  type RegistryStore,
  type RegistryStoreConfig,
} from './open-registry.ts';
export { OWN_PARTIES } from './own-parties.ts';
export type { DesignationSealer, SealedEntry } from './ports.ts';
export { type PlacedEntry, readDesignations } from './read-designations.ts';
export { type RelayDeps, relayDesignations } from './relay-designations.ts';
export { type ErasureReplay, replayErasures } from './replay-erasures.ts';
export {
  createCurrencyTeller,
  isEverything,
  type StopSealer,
  stopByNotice,
  type TellDeps,
  withdrawByNotice,
} from './tell-notices.ts';
export { toRecord } from './to-record.ts';
export type { AskedOf } from './uses/ask-registry.ts';
export type { ProposalReport } from './uses/propose-many.ts';
export { createRegistryUses, type RegistryUses } from './uses/registry-uses.ts';
export type { Exported } from './uses/reveal.ts';
export { createRowUses, type RowsShown, type RowUses } from './uses/row-uses.ts';
export type { Outcome, UseDeps } from './uses/use-deps.ts';
