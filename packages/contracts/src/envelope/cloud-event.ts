import { z } from 'zod';
import { field } from '../field.ts';
import { Instant } from '../units.ts';

/** The CloudEvents 1.0.2 attributes that the shield reads. Unknown extensions are ignored. */
export const CloudEventAttributes = z.object({
  specversion: field(z.literal('1.0'), 'version of CloudEvents', 'plain'),
  id: field(
    z.string().min(1).max(256),
    'one per source; a second copy is the same event',
    'identity',
  ),
  source: field(z.string().min(1).max(512), 'who emits', 'plain'),
  type: field(z.string().min(1).max(128), 'what happened, with version', 'plain'),
  time: field(Instant, 'event time on the firehose, time of writing past it', 'content'),
  subject: field(z.string().max(256).optional(), 'what the event is about', 'identity'),
  datacontenttype: field(z.string().max(64).optional(), 'media type of the data', 'plain'),
  dataschema: field(z.string().max(512).optional(), 'address of the schema of the data', 'plain'),
  partitionkey: field(z.string().max(128).optional(), 'equals the record key', 'identity'),
  traceparent: field(z.string().max(64).optional(), 'trace context, past screening', 'plain'),
});
export type CloudEventAttributes = z.infer<typeof CloudEventAttributes>;

/** One event with its attributes. @source CloudEvents 1.0 */
export interface CloudEvent<Data = unknown> extends CloudEventAttributes {
  readonly data: Data;
}

/** A Kafka record's parts that the envelope uses. */
export interface EnvelopeRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}
