import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent, EnvelopeRecord } from './cloud-event.ts';
import { decodeRecord, decodeStructured, encodeBinary } from './codec.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'ev-1',
  source: '/platform/content',
  type: 'org.hrdshield.content.mentioned.v1',
  time: '2026-03-01T12:00:00.000Z',
  data: { affected: 'account-7' },
};

const HEADERS = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: 'ev-1',
  ce_source: '/platform/content',
  ce_type: 'org.hrdshield.content.mentioned.v1',
  ce_time: '2026-03-01T12:00:00.000Z',
};

const record = (part: Partial<EnvelopeRecord>): EnvelopeRecord => ({
  key: bytes('account-7'),
  value: bytes('{"affected":"account-7"}'),
  headers: HEADERS,
  ...part,
});

describe('binary mode', () => {
  it('writes attributes as headers and data as the value', () => {
    const encoded = encodeBinary(EVENT, 'account-7');
    expect(encoded.headers).toEqual(HEADERS);
    expect(new TextDecoder().decode(encoded.key)).toBe('account-7');
    expect(new TextDecoder().decode(encoded.value ?? bytes(''))).toBe('{"affected":"account-7"}');
  });

  it('writes no header for an absent attribute', () => {
    const { headers } = encodeBinary(
      { ...EVENT, subject: undefined } as unknown as CloudEvent,
      'k',
    );
    expect(Object.keys(headers)).not.toContain('ce_subject');
  });

  it('reads back what it wrote', () => {
    const given = { ...EVENT, subject: 's', traceparent: '00-1-2-01', partitionkey: 'account-7' };
    expect(decodeRecord(encodeBinary(given, 'account-7'))).toEqual({ ok: true, event: given });
  });

  it('reads back any JSON data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 1, maxLength: 256 }), (data, id) => {
        const given = { ...EVENT, id, data: JSON.parse(JSON.stringify(data)) as unknown };
        expect(decodeRecord(encodeBinary(given, 'k'))).toEqual({ ok: true, event: given });
      }),
    );
  });

  it('ignores headers that it does not know', () => {
    const decoded = decodeRecord(record({ headers: { ...HEADERS, ce_unknown: 'x', other: 'y' } }));
    expect(decoded).toEqual({ ok: true, event: EVENT });
  });
});

describe('structured mode', () => {
  it('reads the envelope from the value', () => {
    const value = bytes(JSON.stringify(EVENT));
    const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
    expect(decodeRecord(record({ value, headers }))).toEqual({ ok: true, event: EVENT });
  });

  it('wins over attributes in headers', () => {
    const value = bytes(JSON.stringify({ ...EVENT, id: 'inner' }));
    const headers = { ...HEADERS, 'content-type': 'application/cloudevents+json' };
    const decoded = decodeRecord(record({ value, headers }));
    expect(decoded.ok && decoded.event.id).toBe('inner');
  });

  it.each([null, 7, 'text', true])('refuses %s as an event', (json) => {
    expect(decodeStructured(json)).toEqual({
      ok: false,
      code: 'event.no-envelope',
      reason: 'the event is not an object',
    });
  });

  it('refuses a list as an event', () => {
    expect(decodeStructured([EVENT])).toMatchObject({ ok: false, code: 'event.no-envelope' });
  });
});

describe('refusals', () => {
  it.each(['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time'])('misses %s', (name) => {
    const headers: Record<string, string> = { ...HEADERS };
    delete headers[name];
    expect(decodeRecord(record({ headers }))).toEqual({
      ok: false,
      code: 'event.no-envelope',
      reason: `missing or malformed: ${name.slice(3)}`,
    });
  });

  it.each([
    ['another version of CloudEvents', { ce_specversion: '0.3' }, 'specversion'],
    ['a time without offset', { ce_time: '2026-03-01T12:00:00' }, 'time'],
    ['a time that is a number', { ce_time: '1772366400000' }, 'time'],
    ['an empty id', { ce_id: '' }, 'id'],
    ['an id beyond its bound', { ce_id: 'x'.repeat(257) }, 'id'],
  ])('refuses %s', (_, headers, name) => {
    expect(decodeRecord(record({ headers: { ...HEADERS, ...headers } }))).toEqual({
      ok: false,
      code: 'event.no-envelope',
      reason: `missing or malformed: ${name}`,
    });
  });

  it.each([
    ['no value', null],
    ['an empty value', bytes('')],
    ['half of an object', bytes('{"affected":')],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
    ['a lone surrogate in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['NaN', bytes('{"a":NaN}')],
  ])('refuses %s as not JSON', (_, value) => {
    expect(decodeRecord(record({ value }))).toMatchObject({ ok: false, code: 'event.not-json' });
  });

  it('never repeats what it was given', () => {
    const secret = 'account-of-somebody';
    const decoded = decodeRecord(record({ headers: { ...HEADERS, ce_time: secret } }));
    expect(JSON.stringify(decoded)).not.toContain(secret);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (value, structured) => {
        const type = structured ? 'application/cloudevents+json' : 'application/json';
        const headers = { ...HEADERS, 'content-type': type };
        expect(typeof decodeRecord(record({ value, headers })).ok).toBe('boolean');
      }),
    );
  });
});
