import { z } from 'zod';
import { Instant } from '../units.ts';

/** The CloudEvents 1.0.2 attributes that the shield reads. Unknown extensions are ignored. */
export const CloudEventAttributes = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  source: z.string().min(1).max(512),
  type: z.string().min(1).max(128),
  time: Instant,
  subject: z.string().max(256).optional(),
  datacontenttype: z.string().max(64).optional(),
  dataschema: z.string().max(512).optional(),
  partitionkey: z.string().max(128).optional(),
  traceparent: z.string().max(64).optional(),
});
export type CloudEventAttributes = z.infer<typeof CloudEventAttributes>;

export interface CloudEvent<Data = unknown> extends CloudEventAttributes {
  readonly data: Data;
}

/** A Kafka record's parts that the envelope uses. */
export interface EnvelopeRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}
