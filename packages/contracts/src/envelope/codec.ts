import type { ErrorCode } from '../error-codes.ts';
import { type CloudEvent, CloudEventAttributes, type EnvelopeRecord } from './cloud-event.ts';

const STRUCTURED = 'application/cloudevents+json';
const PREFIX = 'ce_';
const ATTRIBUTES = Object.keys(CloudEventAttributes.shape);

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** The event of a record, or why it is none; `reason` names fields and repeats no value. */
export type Decoded =
  | { readonly ok: true; readonly event: CloudEvent }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

/**
 * Writes an event in Kafka binary mode: attributes as `ce_*` headers, data as JSON.
 * Attributes that are absent write no header, since clients refuse `undefined` values.
 */
export function encodeBinary(event: CloudEvent, key: string): EnvelopeRecord & { key: Uint8Array } {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const name of ATTRIBUTES) {
    const value = event[name as keyof CloudEventAttributes];
    if (value !== undefined) headers[PREFIX + name] = value;
  }
  return { key: encoder.encode(key), value: encoder.encode(JSON.stringify(event.data)), headers };
}

/**
 * Reads a record in binary or structured mode. Data stays unparsed beyond JSON: the schema of the
 * type decides later.
 */
export function decodeRecord(record: EnvelopeRecord): Decoded {
  const contentType = record.headers['content-type'] ?? '';
  const body = parseJson(record.value);
  if (!body.ok) return body;
  if (contentType.startsWith(STRUCTURED)) return decodeStructured(body.json);
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = record.headers[PREFIX + name];
    if (value !== undefined) attributes[name] = value;
  }
  return withAttributes(attributes, body.json);
}

/** Reads one structured-mode event, as a line of an events file holds it. */
export function decodeStructured(json: unknown): Decoded {
  if (typeof json !== 'object' || json === null) {
    return { ok: false, code: 'event.no-envelope', reason: 'the event is not an object' };
  }
  const { data, ...attributes } = json as Record<string, unknown>;
  return withAttributes(attributes, data);
}

function withAttributes(attributes: Record<string, unknown>, data: unknown): Decoded {
  const parsed = CloudEventAttributes.safeParse(attributes);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return { ok: false, code: 'event.no-envelope', reason: `missing or malformed: ${names}` };
  }
  return { ok: true, event: { ...parsed.data, data } };
}

type Json =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

function parseJson(value: Uint8Array | null): Json {
  if (value === null) return { ok: false, code: 'event.not-json', reason: 'the value is empty' };
  try {
    return { ok: true, json: JSON.parse(decoder.decode(value)) };
  } catch {
    return { ok: false, code: 'event.not-json', reason: 'the value does not parse' };
  }
}
