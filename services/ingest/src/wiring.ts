import type { FaultWatch, KafkaConnection } from '@hrd-shield/kafka';
import type { DefenderIndex, LikenessIndex } from '@hrd-shield/pipeline';
import type { ServiceContext } from '@hrd-shield/runtime';
import type { IngestConfig } from './config.ts';
import type { IngestKeys } from './load-keys.ts';

/** Name of the service: its consumer group, client and telemetry. */
export const SERVICE = 'shield-ingest';
/** `source` of what it writes. */
export const WRITER = 'hrd-shield/ingest';
/** After a crash the partitions wait this long for the dead member, ms. */
export const SESSION_TIMEOUT_MS = 15_000;

/** What the parts of the service share. */
export interface Wiring {
  readonly context: ServiceContext<IngestConfig>;
  readonly connection: KafkaConnection;
  readonly faults: FaultWatch;
  readonly keys: IngestKeys;
  readonly index: DefenderIndex;
  readonly likeness: LikenessIndex;
  readonly now: () => number;
}
