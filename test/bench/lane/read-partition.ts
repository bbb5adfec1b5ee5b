import type { SourceRecord } from '@hrd-shield/pipeline';
import type { Consumer } from '@platformatic/kafka';

type FetchAnswer = Awaited<ReturnType<Consumer['fetch']>>;
export type FetchedPartition = FetchAnswer['responses'][number]['partitions'][number];

/** Bits of a batch's attributes, as the record batch format has them. */
const TRANSACTIONAL = 0b1_0000;
const CONTROL = 0b10_0000;
const ABORT = 0;

/**
 * Records of one partition from an offset on. Aborted transactions are left out here, in log order:
 * the client lets a transaction through whose end marker lies in a later answer.
 */
export function readPartition(
  { abortedTransactions, records: batches }: FetchedPartition,
  from: bigint,
): { readonly records: readonly SourceRecord[]; readonly next: bigint } {
  const coming = [...(abortedTransactions ?? [])].sort((a, b) =>
    Number(a.firstOffset - b.firstOffset),
  );
  const open = new Set<bigint>();
  const records: SourceRecord[] = [];
  let next = from;
  for (const batch of batches ?? []) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    for (let one = coming[0]; one !== undefined && one.firstOffset <= last; one = coming[0]) {
      open.add(one.producerId);
      coming.shift();
    }
    if (last >= next) next = last + 1n;
    if ((batch.attributes & CONTROL) !== 0) {
      if (batch.records[0]?.key?.readInt16BE(2) === ABORT) open.delete(batch.producerId);
      continue;
    }
    if ((batch.attributes & TRANSACTIONAL) !== 0 && open.has(batch.producerId)) continue;
    for (const { headers, key, offsetDelta, timestampDelta, value } of batch.records) {
      const offset = batch.firstOffset + BigInt(offsetDelta);
      if (offset < from) continue;
      records.push({
        key,
        value,
        offset: String(offset),
        timestamp: String(batch.firstTimestamp + timestampDelta),
        headers: Object.fromEntries(headers.map(([name, said]) => [String(name), said ?? ''])),
      });
    }
  }
  return { records, next };
}
