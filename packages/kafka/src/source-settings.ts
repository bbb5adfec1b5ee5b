import type { ShieldError } from '@hrd-shield/contracts';
import type { PartitionAssigner } from 'kafkajs';
import type { KafkaConnection } from './connection.ts';
import type { KeyFilter } from './in-place/walk-records.ts';

/** What a consumer of topics is told. */
export interface KafkaSourceConfig {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Bytes of one partition in one fetch. Small fetches are faster. Default 1 MiB. */
  readonly maxBytesPerPartition?: number | undefined;
  /** Longest wait of the broker for new records, ms. Default 250. */
  readonly maxWaitMs?: number | undefined;
  /** Silence after which the group gives the partitions to others, ms. Default 30000. */
  readonly sessionTimeoutMs?: number | undefined;
  /** Offsets of finished batches are committed this often, ms. Default 250. */
  readonly commitIntervalMs?: number | undefined;
  /**
   * No fetch for this long while joined: the client is built anew. A handler that gave no sign for
   * this long makes the source unhealthy. Ms, default 30000.
   */
  readonly watchdogMs?: number | undefined;
  /**
   * Further batches are read while the effects of records of so many bytes are on their way; absent:
   * sixteen batches. For handlers that let some records go past others.
   */
  readonly maxOpenBytes?: number | undefined;
  /** Goes on at the earliest record although committed ones are gone. Default false. */
  readonly acceptOffsetGap?: boolean | undefined;
  /** Told of each gap that is accepted, with the place and what is missing. */
  readonly onGapAccepted?: ((gap: ShieldError) => void) | undefined;
  /**
   * Records are read where they lie and only those whose key it lets through are handed on; the
   * rest is counted in `passedOver`. Absent: every record, by the client's own decoder.
   */
  readonly keyFilter?: KeyFilter | undefined;
  /** Told of each fault; the source itself goes on, except after `kafka.offset-gap`. */
  readonly onFault?: ((fault: ShieldError) => void) | undefined;
}

/** @source performance notes, sections 2.1 and 2.5 (fetch size, measured) */
const DEFAULTS = {
  maxBytesPerPartition: 1_048_576,
  maxWaitMs: 250,
  sessionTimeoutMs: 30_000,
  commitIntervalMs: 250,
  watchdogMs: 30_000,
} as const;

/** How often a member of a group says that it lives, ms: a tenth of the session by default. */
export const HEARTBEAT_MS = 3_000;
const BACKOFF_MIN_MS = 250;
const BACKOFF_MAX_MS = 15_000;

export interface SourceSettings {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly maxBytesPerPartition: number;
  readonly maxWaitMs: number;
  readonly sessionTimeoutMs: number;
  readonly commitIntervalMs: number;
  readonly watchdogMs: number;
  readonly acceptOffsetGap: boolean;
  readonly onGapAccepted: (gap: ShieldError) => void;
  readonly keyFilter?: KeyFilter | undefined;
  readonly maxOpenBytes?: number | undefined;
  /** A log reader keeps its place itself. */
  readonly commits: boolean;
  readonly assigner?: PartitionAssigner | undefined;
}

/** Every bound and wait with its default, so that nothing later asks what was left out. */
export function settingsOf(
  config: KafkaSourceConfig,
  extra: { readonly commits?: boolean; readonly assigner?: PartitionAssigner | undefined } = {},
): SourceSettings {
  return {
    connection: config.connection,
    groupId: config.groupId,
    topics: config.topics,
    maxBytesPerPartition: config.maxBytesPerPartition ?? DEFAULTS.maxBytesPerPartition,
    maxWaitMs: config.maxWaitMs ?? DEFAULTS.maxWaitMs,
    sessionTimeoutMs: config.sessionTimeoutMs ?? DEFAULTS.sessionTimeoutMs,
    commitIntervalMs: config.commitIntervalMs ?? DEFAULTS.commitIntervalMs,
    watchdogMs: config.watchdogMs ?? DEFAULTS.watchdogMs,
    acceptOffsetGap: config.acceptOffsetGap ?? false,
    onGapAccepted: config.onGapAccepted ?? (() => undefined),
    keyFilter: config.keyFilter,
    maxOpenBytes: config.maxOpenBytes,
    commits: extra.commits ?? true,
    assigner: extra.assigner,
  };
}

/** Longest that a group keeps a member waiting for the others to join, ms. */
export function rebalanceTimeoutMs({ sessionTimeoutMs }: SourceSettings): number {
  return 2 * sessionTimeoutMs;
}

/** Exponential wait before attempt `attempt` (from 0), ms. */
export function backoffMs(attempt: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(attempt, 16));
}

/** Waits, ms. For pauses between attempts; nothing may rely on how long it took. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
