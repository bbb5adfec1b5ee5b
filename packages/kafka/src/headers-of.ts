import type { SourceRecord } from '@hrd-shield/pipeline';

/** Headers as text; of repeated ones the first. Decodes all: not for misses of the firehose. */
export function headersOf(record: SourceRecord): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, raw] of Object.entries(record.headers ?? {})) {
    const value = Array.isArray(raw) ? raw[0] : raw;
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.toString();
  }
  return headers;
}
