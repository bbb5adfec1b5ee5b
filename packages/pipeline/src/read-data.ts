import { type CloudEvent, decodeRecord } from '@hrd-shield/contracts';
import { headersOf } from './headers-of.ts';
import type { SourceRecord } from './ports/record-source.ts';
import { deadLetter, ok, type StepResult } from './step-result.ts';

/** What a schema of contracts gives for unknown data. */
export interface DataSchema<Data> {
  safeParse(
    data: unknown,
  ): { readonly success: true; readonly data: Data } | { readonly success: false };
}

/** How a reader names itself and what it expects. */
export interface ReadAs {
  readonly step: string;
  /** What the record should be, as in `no ack`. */
  readonly what: string;
}

/** The envelope of a record, or the letter that says why there is none. */
export function readEnvelope(record: SourceRecord, step: string): StepResult<CloudEvent> {
  const decoded = decodeRecord({ ...record, headers: headersOf(record) });
  return decoded.ok ? ok(decoded.event) : deadLetter(step, decoded.code, decoded.reason);
}

/** The data of a record by its schema, or the letter that says why not. */
export function readData<Data>(
  record: SourceRecord,
  schema: DataSchema<Data>,
  as: ReadAs,
): StepResult<Data> {
  const event = readEnvelope(record, as.step);
  if (event.kind !== 'ok') return event;
  const parsed = schema.safeParse(event.value.data);
  if (parsed.success) return ok(parsed.data);
  return deadLetter(as.step, 'record.bad-schema', `no ${as.what}`);
}

/** For logs that are followed: a record that does not fit is told apart, not refused. */
export function dataOf<Data>(record: SourceRecord, schema: DataSchema<Data>): Data | undefined {
  const read = readData(record, schema, { step: 'follow', what: 'record' });
  return read.kind === 'ok' ? read.value : undefined;
}
