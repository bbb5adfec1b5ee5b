export { type AnalystFloor, buildAnalystTables } from './build-analyst-tables.ts';
export { buildFacts, type SufficientSets } from './build-facts.ts';
export {
  type Clickhouse,
  type ClickhouseConfig,
  createClickhouse,
  deduplicationToken,
  type InsertBatch,
  type ReadQuery,
} from './clickhouse.ts';
export { clickhouseConfigOf } from './clickhouse-address.ts';
export { migrateClickhouse } from './migrations/migrate.ts';
export { MIGRATIONS_FOLDER, readMigrations } from './migrations/read-migrations.ts';
export { TABLE_ENGINES, type TableEngines } from './migrations/render-engines.ts';
export { createRowReader } from './read-rows.ts';
export {
  HOP_FATES,
  type HopCount,
  type HopFate,
  type PopulationCount,
} from './rows/count-rows.ts';
export { type DeadLetterRow, deadLetterRow, type LetterOrigin } from './rows/dead-letter-row.ts';
export { type OutcomeRow, outcomeRow } from './rows/outcome-row.ts';
export {
  type LandingRow,
  RECORDED,
  RECORDED_TOPICS,
  type RecordedTopic,
} from './rows/recorded.ts';
export { type SignalRow, signalRow, signalRowId } from './rows/signal-row.ts';
export { toShieldError } from './to-shield-error.ts';
export { writeHopCounts, writePopulation } from './write-counts.ts';
export { type DeskShift, type PolicyInForce, writePolicy } from './write-policy.ts';
