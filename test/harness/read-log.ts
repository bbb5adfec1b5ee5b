import { type CloudEvent, decodeRecord, type TopicId, topicName } from '@hrd-shield/contracts';
import { createLogReader, headersOf } from '@hrd-shield/kafka';
import type { SourceRecord } from '@hrd-shield/pipeline';
import type { Installation } from './installation.ts';

/** A record as it lies on the log, and the event in it where it holds one. */
export interface LoggedRecord {
  readonly key: string | undefined;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly partition: number;
  readonly offset: string;
  readonly event?: CloudEvent<Record<string, unknown>>;
}

/** Everything that lies on a topic now, in log order per partition. */
export async function readLog(at: Installation, topic: TopicId): Promise<readonly LoggedRecord[]> {
  const found: LoggedRecord[] = [];
  const reader = createLogReader({
    connection: { brokers: [...at.brokers], clientId: `${at.name}-look` },
    topic: topicName(topic, at.topicPrefix),
  });
  await reader.start((records, { partition }) => {
    for (const record of records) found.push(toLogged(record, partition));
  });
  await reader.stop();
  return found;
}

function toLogged(record: SourceRecord, partition: number): LoggedRecord {
  const headers = headersOf(record);
  const decoded = decodeRecord({ key: record.key, value: record.value, headers });
  return {
    key: record.key?.toString(),
    value: record.value?.toString() ?? '',
    headers,
    partition,
    offset: record.offset,
    ...(decoded.ok && { event: decoded.event as CloudEvent<Record<string, unknown>> }),
  };
}
