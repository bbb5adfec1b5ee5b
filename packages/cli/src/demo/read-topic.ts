import { type CloudEvent, decodeRecord } from '@hrd-shield/contracts';
import { createLogReader, headersOf, type KafkaConnection } from '@hrd-shield/kafka';
import type { SourceRecord } from '@hrd-shield/pipeline';

/** A record of an internal topic with its envelope opened. */
export interface ReadRecord {
  /** Append time, epoch ms. */
  readonly appendedAt: number;
  readonly event: CloudEvent;
}

/** Reads everything that a topic holds at this moment; what does not decode is counted. */
export async function readTopic(
  connection: KafkaConnection,
  topic: string,
): Promise<{ readonly records: ReadRecord[]; readonly unreadable: number }> {
  const records: ReadRecord[] = [];
  let unreadable = 0;
  const reader = createLogReader({ connection, topic });
  try {
    await reader.start((batch) => {
      for (const record of batch) {
        const event = open(record);
        if (event === undefined) unreadable += 1;
        else records.push({ appendedAt: Number(record.timestamp), event });
      }
    });
  } finally {
    await reader.stop();
  }
  return { records, unreadable };
}

function open(record: SourceRecord): CloudEvent | undefined {
  const { key, value } = record;
  const decoded = decodeRecord({ key, value, headers: headersOf(record) });
  return decoded.ok ? decoded.event : undefined;
}
