import type { SourceRecord } from './ports/record-source.ts';

/** Headers as text; of repeated ones the first. Decodes all: not for misses of the firehose. */
export function headersOf(record: SourceRecord): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(record.headers ?? {})) {
    const value = headerOf(record, name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

/** One header as text. */
export function headerOf(record: SourceRecord, name: string): string | undefined {
  const raw = record.headers?.[name];
  const value = Array.isArray(raw) ? raw[0] : raw;
  return value === undefined || typeof value === 'string' ? value : value.toString();
}
