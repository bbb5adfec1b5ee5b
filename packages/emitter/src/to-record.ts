import {
  type CloudEvent,
  encodeBinary,
  type PlatformEventType,
  type StreamEvent,
  streamTopicOf,
  topicOf,
} from '@hrd-shield/contracts';
import type { OutRecord } from '@hrd-shield/pipeline';

/** An event that its platform vouches for: of a known type, with data that fits. */
export interface KnownEvent {
  readonly id: string;
  readonly type: PlatformEventType;
  /** Event time, epoch ms. */
  readonly at: number;
  /** The affected account; equals `data.affected`. */
  readonly key: string;
  readonly data: unknown;
}

const encoder = new TextEncoder();

/** Writes one event as a record of its firehose topic: binary mode, key = affected account. */
export function toRecord(
  event: CloudEvent & { readonly type: PlatformEventType },
  to: Address,
): OutRecord {
  const { headers, value } = encodeBinary(event, to.key);
  return { topic: to.prefix + topicOf(event.type), key: to.key, value, headers };
}

/** Writes one event of a stream as a record of its topic. */
export function toStreamRecord(event: StreamEvent, prefix: string): OutRecord {
  const key = streamKey(event);
  const { headers, value } = encodeBinary(event, key);
  return { topic: prefix + streamTopicOf(event.type), key, value, headers };
}

function streamKey({ data }: StreamEvent): string {
  if ('account' in data) return data.account;
  if ('sessions' in data) return `${data.country}/${data.region}/${data.networkHash}`;
  return '';
}

export interface Address {
  readonly key: string;
  /** Prefix of topic names in this installation. */
  readonly prefix: string;
}

/**
 * The same record as `toRecord`, without a schema between: for emitters that make events by the
 * hundred thousand and validate a sample. A test holds the two equal.
 */
export function toRecordFast(
  event: KnownEvent,
  from: { readonly source: string; readonly prefix: string },
): OutRecord {
  return {
    topic: from.prefix + topicOf(event.type),
    key: event.key,
    value: encoder.encode(JSON.stringify(event.data)),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: from.source,
      ce_type: event.type,
      ce_time: new Date(event.at).toISOString(),
      ce_datacontenttype: 'application/json',
    },
  };
}
