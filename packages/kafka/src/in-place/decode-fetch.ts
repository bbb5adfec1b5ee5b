import type { ClientDecoder, ClientInternals, FetchTopic } from '../client-internals.ts';
import { screenPartition } from './screen-partition.ts';
import type { KeyFilter } from './walk-records.ts';

/** The one version of the fetch answer that is read here. */
export const FETCH_VERSION = 11;

/** What `decode` of kafkajs returns for this version. */
export interface FetchAnswer {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly { readonly topicName: string; readonly partitions: unknown[] }[];
}

/** Reads a fetch answer: topics with a filter in place, all others as the client does. */
export async function decodeFetch(
  payload: Buffer,
  asked: readonly FetchTopic[],
  { filters, client }: { filters: ReadonlyMap<string, KeyFilter>; client: ClientInternals },
): Promise<FetchAnswer> {
  const decoder = new client.Decoder(payload);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const sessionId = decoder.readInt32();
  const responses = [];
  for (let topics = decoder.readInt32(); topics > 0; topics -= 1) {
    const topicName = decoder.readString();
    const filter = filters.get(topicName);
    // One topic may be asked for in several places.
    const offsets = asked.flatMap((one) => (one.topic === topicName ? one.partitions : []));
    const partitions = [];
    for (let count = decoder.readInt32(); count > 0; count -= 1) {
      const head = readHead(decoder);
      const fetchOffset = offsets.find((one) => one.partition === head.partition)?.fetchOffset;
      partitions.push(
        filter === undefined || fetchOffset === undefined
          ? { ...stockHead(head), messages: await client.decodeMessages(decoder) }
          : {
              ...head,
              // Applied here already.
              abortedTransactions: [],
              messages: await screenPartition(
                {
                  records: readRecords(decoder),
                  fetchOffset: Number(fetchOffset),
                  abortedTransactions: head.abortedTransactions,
                },
                filter,
                client,
              ),
            },
      );
    }
    responses.push({ topicName, partitions });
  }
  // As the client does: the broker has not throttled yet, it asks the client to.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

function readHead(decoder: ClientDecoder) {
  return {
    partition: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    highWatermark: decoder.readInt64().toString(),
    lastStableOffset: decoder.readInt64().toString(),
    lastStartOffset: decoder.readInt64().toString(),
    abortedTransactions: readAborted(decoder),
    preferredReadReplica: decoder.readInt32(),
  };
}

function readAborted(decoder: ClientDecoder) {
  const aborted = [];
  for (let count = decoder.readInt32(); count > 0; count -= 1) {
    const producerId = BigInt(decoder.readInt64().toString());
    aborted.push({ producerId, firstOffset: Number(decoder.readInt64().toString()) });
  }
  return aborted;
}

/** The client's own filter of aborted transactions takes text. */
function stockHead(head: ReturnType<typeof readHead>) {
  const abortedTransactions = head.abortedTransactions.map(({ firstOffset, producerId }) => ({
    producerId: String(producerId),
    firstOffset: String(firstOffset),
  }));
  return { ...head, abortedTransactions };
}

function readRecords(decoder: ClientDecoder): Buffer {
  const length = decoder.readInt32();
  return length <= 0 ? Buffer.alloc(0) : decoder.readBytes(length);
}
