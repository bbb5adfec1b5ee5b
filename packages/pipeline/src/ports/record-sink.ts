/** A record to be appended. */
export interface OutRecord {
  readonly topic: string;
  readonly key: string | Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Only where the partition is chosen on purpose, as for watermarks. */
  readonly partition?: number;
}

/** Appends records; resolves when all replicas in sync have them. Order is kept per call. */
export interface RecordSink {
  send(records: readonly OutRecord[]): Promise<void>;
}
