import { BATCH_HEADER_BYTES, type BatchHeader } from './batch-header.ts';

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/**
 * Where the version and the type of a control record's key lie, bytes from the first record:
 * length, attributes, time delta, offset delta and key length take one byte each.
 */
const KEY_TYPE_AT = 5 + 2;
const ABORT = 0;

/**
 * Producers whose transaction was aborted, as the walk goes through the log: from the first
 * offset of the transaction until its end marker.
 *
 * @source Kafka protocol guide, control batches; the Java consumer reads its log in this way
 */
export class AbortedProducers {
  readonly #coming: AbortedTransaction[];
  readonly #open = new Set<bigint>();

  constructor(transactions: readonly AbortedTransaction[]) {
    this.#coming = [...transactions].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** True for a batch of an aborted transaction. */
  has({ isTransactional, lastOffset, producerId }: BatchHeader): boolean {
    this.#reach(lastOffset);
    return isTransactional && this.#open.has(producerId);
  }

  /** An end marker of a transaction. */
  endOf(header: BatchHeader, records: Buffer): void {
    this.#reach(header.lastOffset);
    const type = records.readInt16BE(header.at + BATCH_HEADER_BYTES + KEY_TYPE_AT);
    if (type === ABORT) this.#open.delete(header.producerId);
  }

  #reach(offset: number): void {
    for (let next = this.#coming[0]; next !== undefined; next = this.#coming[0]) {
      if (next.firstOffset > offset) return;
      this.#open.add(next.producerId);
      this.#coming.shift();
    }
  }
}
