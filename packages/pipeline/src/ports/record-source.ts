/**
 * A record as it lies on the log. The shape is what the client library decodes, so that a million
 * misses cost no copy; `headersOf` and `appendedAtMs` read the rest lazily.
 */
export interface SourceRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Position in the partition, decimal. */
  readonly offset: string;
  /** Append time, epoch ms, decimal. */
  readonly timestamp: string;
  readonly headers?: RawHeaders | undefined;
}

/** Headers as a client gives them; `headersOf` makes text of them. */
export type RawHeaders = Readonly<
  Record<string, Buffer | string | (Buffer | string)[] | undefined>
>;

/** A run of records of one partition, in log order. */
export interface SourceBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly SourceRecord[];
  /** Present where the source was given a filter for keys: what it did not hand on. */
  readonly passedOver?: PassedOverRecords | undefined;
  /** Offset after the last record of the batch, decimal: what a commit writes. */
  readonly nextOffset: string;
  /** Records behind the head of the partition when this was fetched. */
  readonly lag: number;
  /** True once the partition was taken away: no side effect may follow. */
  isStale(): boolean;
  /** Tells the group that the handler lives; call it in long work. */
  heartbeat(): Promise<void>;
  /**
   * The commit waits for this effect as well, while later batches are handled already. Offsets move
   * in log order; a rejection counts as a rejection of the handler.
   */
  commitAfter?(effect: Promise<void>): void;
}

/** Records of a batch whose key the filter did not let through. */
export interface PassedOverRecords {
  readonly count: number;
  /** The last record of the whole batch, passed over or not: how far the partition was read. */
  readonly last: SourceRecord;
}

/** One partition of one topic, by its full name. */
export interface PartitionRef {
  readonly topic: string;
  readonly partition: number;
}

/** What a source of records calls, one call at a time. */
export interface SourceHandlers {
  /**
   * Handles one batch. Its offset is committed after the promise resolves: commit after effect.
   * A rejection stops the source and is retried with backoff from the committed offset.
   */
  onBatch(batch: SourceBatch): Promise<void>;
  /**
   * Partitions were assigned; nothing is delivered until this resolves, and it is not called again
   * before, whatever the group does meanwhile.
   * @param isStale true once the group has taken the partitions away: what takes long may end
   * @returns where to start, decimal offsets; absent partitions start at the committed offset.
   *   What lies before a later start counts as done and is committed
   */
  onAssigned?(
    partitions: readonly PartitionRef[],
    isStale?: () => boolean,
  ): Promise<readonly (PartitionRef & { readonly offset: string })[]>;
  /** Partitions were taken away: forget their state. */
  onRevoked?(partitions: readonly PartitionRef[]): void;
}

/** A consumer of topics: one group, one handler. */
export interface RecordSource {
  /** Resolves when the group is joined. */
  start(handlers: SourceHandlers): Promise<void>;
  /** Stops taking, lets the running batch finish and commit, leaves the group. */
  stop(): Promise<void>;
  /** True while the group is joined and no partition is stuck. */
  isHealthy(): boolean;
  /** Records behind, over all assigned partitions. */
  lag(): number;
}

/** Reads a bounded or compacted log from its beginning, without a group. */
export interface LogReader {
  /**
   * Delivers every record from the earliest offset, then goes on with new ones.
   * @returns resolves once the head at the time of the call has been delivered
   */
  start(onRecords: (records: readonly SourceRecord[], from: PartitionRef) => void): Promise<void>;
  stop(): Promise<void>;
  /** True while new records would be seen. */
  isHealthy(): boolean;
}
