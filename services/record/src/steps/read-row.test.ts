import { type CloudEvent, encodeBinary, INTERNAL_TYPES, type Outcome } from '@hrd-shield/contracts';
import type { SourceRecord } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { readRow } from './read-row.ts';
import { refuseRecord } from './refuse-record.ts';

const OUTCOME: Outcome = {
  id: 'u_AAAAAAAAAAAAAAAAAAAAAA',
  kind: 'measure.verified',
  defender: 'd_AAAAAAAAAAAAAAAAAAAAAA',
  at: 1_790_000_000_000,
  instance: 'm_AAAAAAAAAAAAAAAAAAAAAA',
  clockScale: 600,
} as Outcome;

function recordOf(data: unknown, type: string = INTERNAL_TYPES.outcome): SourceRecord {
  const event: CloudEvent = {
    specversion: '1.0',
    id: 'one',
    source: 'test',
    type,
    time: '2026-11-01T00:00:00Z',
    data,
  };
  const { value, headers } = encodeBinary(event, 'key');
  return {
    key: Buffer.from('canary-key'),
    value: value === null ? null : Buffer.from(value),
    offset: '7',
    timestamp: '1790000000500',
    headers,
  };
}

describe('readRow', () => {
  it('turns an outcome into a row under its own id', () => {
    expect(readRow('outcomes', recordOf(OUTCOME))).toMatchObject({
      kind: 'ok',
      value: {
        id: OUTCOME.id,
        row: {
          kind: 'measure.verified',
          instance: OUTCOME.instance,
          clock_scale: 600,
          scripted: false,
          case_id: '',
          expires_at: null,
          precedence: 6_849_999_999_500,
        },
      },
    });
  });

  it('refuses a record of another type, naming the type it wants', () => {
    expect(readRow('outcomes', recordOf(OUTCOME, INTERNAL_TYPES.signal))).toMatchObject({
      kind: 'dead-letter',
      code: 'record.bad-schema',
      reason: 'the type is not org.hrdshield.outcome.recorded.v1',
    });
  });

  it('names the field that does not fit and never its value', () => {
    const result = readRow('outcomes', recordOf({ ...OUTCOME, defender: 'canary-name' }));
    expect(result).toMatchObject({ kind: 'dead-letter', reason: 'missing or malformed: defender' });
    expect(JSON.stringify(result)).not.toContain('canary');
  });
});

describe('refuseRecord', () => {
  it('carries neither key nor place nor bytes of a record past screening', () => {
    const record = recordOf({ text: 'canary-text' });
    const refusal = {
      topic: 'outcomes',
      partition: 3,
      record,
      step: 'record.read-row',
      code: 'record.bad-schema',
      reason: 'why',
    } as const;
    const letter = refuseRecord(refusal, 'letters', 1_790_000_000_000);
    const text = Buffer.from(letter.value ?? '').toString();
    expect(letter.key).toBeNull();
    expect(JSON.parse(text)).toEqual({
      code: 'record.bad-schema',
      step: 'record.read-row',
      reason: 'why',
      at: 1_790_000_000_000,
      topic: 'outcomes',
      sealed: true,
      bytes: '',
    });
    expect(JSON.stringify(letter.headers) + text).not.toContain('canary');
  });

  it('is the same letter when the record is refused again', () => {
    const record = recordOf({});
    const refusal = { topic: 't', partition: 0, record, step: 's', reason: 'r' };
    const ids = [1, 2].map((at) => {
      const letter = refuseRecord({ ...refusal, code: 'record.bad-schema' }, 'letters', at);
      return letter.headers.ce_id;
    });
    expect(ids[0]).toBe(ids[1]);
  });
});
