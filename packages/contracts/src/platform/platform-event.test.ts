import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { decodeRecord } from '../envelope/codec.ts';
import {
  dataClassOf,
  isPlatformEventType,
  PLATFORM_EVENTS,
  parsePlatformEvent,
  topicOf,
} from './platform-event.ts';

const MENTION = {
  affected: 'account-7',
  actor: { account: 'account-9' },
  objectId: 'post-1',
  text: 'hello',
};

const event = (type: string, data: unknown): CloudEvent => ({
  specversion: '1.0',
  id: 'ev-1',
  source: '/platform/content',
  type,
  time: '2026-03-01T12:00:00.000Z',
  data,
});

const mention = (data: unknown) => event('org.hrdshield.content.mentioned.v1', data);

/** Reads text as the value of a structured record, as a hostile sender would write it. */
function fromWire(data: string) {
  const value = `{"specversion":"1.0","id":"1","source":"/p","type":"org.hrdshield.content.mentioned.v1","time":"2026-03-01T12:00:00Z","data":${data}}`;
  const headers = { 'content-type': 'application/cloudevents+json' };
  const decoded = decodeRecord({ key: null, value: new TextEncoder().encode(value), headers });
  return decoded.ok ? parsePlatformEvent(decoded.event) : decoded;
}

describe('parsePlatformEvent', () => {
  it('takes an event with nothing but what is required', () => {
    const parsed = parsePlatformEvent(mention(MENTION));
    expect(parsed.ok && parsed.event.data).toEqual(MENTION);
  });

  it('keeps a missing field missing', () => {
    const parsed = parsePlatformEvent(mention(MENTION));
    expect(parsed.ok && Object.keys(parsed.event.data)).not.toContain('verdicts');
  });

  it('refuses an unknown type', () => {
    expect(parsePlatformEvent(event('org.other.thing.v1', MENTION))).toEqual({
      ok: false,
      code: 'event.unknown-type',
      reason: 'the type is not in the reference',
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'does not take %s for a type',
    (type) => {
      expect(isPlatformEventType(type)).toBe(false);
      expect(parsePlatformEvent(event(type, MENTION))).toMatchObject({
        code: 'event.unknown-type',
      });
    },
  );

  it('names the fields that do not fit, never their values', () => {
    const parsed = parsePlatformEvent(
      mention({ ...MENTION, actor: { account: 'secret-account', followers: -1 }, text: 7 }),
    );
    expect(parsed).toMatchObject({ ok: false, code: 'event.bad-schema' });
    const reason = parsed.ok ? '' : parsed.reason;
    expect(reason).toContain('actor.followers');
    expect(reason).toContain('text');
    expect(reason).not.toContain('secret-account');
  });

  it('names at most eight fields', () => {
    const media = Array.from({ length: 8 }, () => ({ perceptualHash: 'x', kind: 'y' }));
    const parsed = parsePlatformEvent(mention({ ...MENTION, media }));
    expect(parsed.ok ? '' : parsed.reason.split(', ')).toHaveLength(8);
  });
});

describe('hostile input', () => {
  it('survives deep nesting', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(fromWire(deep).ok).toBe(false);
  });

  it('survives deep nesting in a field that is not of the schema', () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const data = JSON.stringify(MENTION).replace('{', `{"other":${deep},`);
    const parsed = fromWire(data);
    expect(parsed.ok && Object.keys(parsed.event.data)).not.toContain('other');
  });

  it('gives no object another prototype', () => {
    const data = JSON.stringify(MENTION).replace('{', '{"__proto__":{"isAdmin":true},');
    const parsed = fromWire(data);
    expect(parsed.ok).toBe(true);
    expect((parsed as unknown as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(parsed.ok && Object.getPrototypeOf(parsed.event.data)).toBe(Object.prototype);
  });

  it('takes the last of a field given twice, as JSON does', () => {
    const parsed = fromWire(JSON.stringify(MENTION).replace('{', '{"affected":"account-1",'));
    expect(parsed.ok && parsed.event.data).toMatchObject({ affected: 'account-7' });
  });

  it('takes an escaped lone surrogate without throwing', () => {
    const parsed = fromWire(JSON.stringify(MENTION).replace('hello', '\\ud800'));
    expect(parsed.ok && parsed.event.data).toMatchObject({ text: '\ud800' });
  });

  it('refuses a text of one megabyte', () => {
    const parsed = fromWire(JSON.stringify({ ...MENTION, text: 'x'.repeat(1_048_576) }));
    expect(parsed).toMatchObject({ ok: false, code: 'event.bad-schema' });
  });

  it('refuses seconds and infinities where epoch milliseconds belong', () => {
    const at = (createdAt: string) =>
      fromWire(`{"affected":"a","actor":{"account":"b","createdAt":${createdAt}},"objectId":"o"}`);
    expect(at('1e400').ok).toBe(false);
    expect(at('-1').ok).toBe(false);
    expect(at('1.5').ok).toBe(false);
    expect(at('8640000000001').ok).toBe(false);
    expect(at('1772366400000').ok).toBe(true);
  });
});

describe('tables of types', () => {
  it('names every type in the past tense with a version', () => {
    for (const type of Object.keys(PLATFORM_EVENTS)) {
      expect(type).toMatch(/^org\.hrdshield\.(account|content|report)\.[a-z-]+\.v1$/);
    }
  });

  it.each([
    ['org.hrdshield.account.login-failed.v1', 'platform.account-events.v1', 'login'],
    ['org.hrdshield.account.followed.v1', 'platform.account-events.v1', 'public-content'],
    ['org.hrdshield.content.mentioned.v1', 'platform.content-events.v1', 'public-content'],
    ['org.hrdshield.content.messaged.v1', 'platform.content-events.v1', 'message-metadata'],
    ['org.hrdshield.report.filed.v1', 'platform.report-events.v1', 'reports'],
  ] as const)('%s travels on %s under consent to %s', (type, topic, dataClass) => {
    expect(topicOf(type)).toBe(topic);
    expect(dataClassOf(type)).toBe(dataClass);
  });

  it('asks for consent to sign-in data for every event that tells how a person signs in', () => {
    for (const type of Object.keys(PLATFORM_EVENTS)) {
      const tells = /login|password|credential|session|oauth|exported/.test(type);
      if (isPlatformEventType(type) && tells) expect(dataClassOf(type), type).toBe('login');
    }
  });
});
