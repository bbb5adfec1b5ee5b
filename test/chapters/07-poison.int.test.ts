import { AccountId, DeadLetter, type ErrorCode, FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targetingOf } from '../harness/facts.ts';
import { type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { until } from '../harness/until.ts';

const DAY_MS = 86_400_000;
const MARIA = AccountId.parse('account-maria');

interface Poison {
  readonly code: ErrorCode;
  readonly what: string;
  readonly key?: string | null;
  readonly value?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const headersAt = (time: number): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: 'poison',
  ce_source: '/platform/test',
  ce_type: 'org.hrdshield.content.mentioned.v1',
  ce_time: new Date(time).toISOString(),
});

const GOOD = {
  affected: MARIA,
  actor: { account: AccountId.parse('account-stranger') },
  objectId: 'post-1',
};

const POISONS: readonly Poison[] = [
  { code: 'event.not-json', what: 'bytes that are not JSON', value: '{"affected":' },
  { code: 'event.not-json', what: 'bytes that are not text', value: new Uint8Array([0xff, 0xfe]) },
  { code: 'event.not-json', what: 'no bytes at all', value: '' },
  { code: 'event.no-envelope', what: 'no envelope', headers: {} },
  {
    code: 'event.unknown-type',
    what: 'a type of another product',
    headers: { ...headersAt(Date.now()), ce_type: 'org.other.thing.v1' },
  },
  { code: 'event.bad-schema', what: 'a missing field', value: JSON.stringify({ affected: MARIA }) },
  {
    code: 'event.bad-schema',
    what: 'nesting ten thousand deep',
    value: `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  },
  {
    code: 'event.wrong-key',
    what: 'the key of somebody else',
    value: JSON.stringify({ ...GOOD, affected: 'account-other' }),
  },
  {
    code: 'event.in-future',
    what: 'a time in a week',
    headers: headersAt(Date.now() + 7 * DAY_MS),
  },
  {
    code: 'event.too-old',
    what: 'a time years ago',
    headers: headersAt(Date.now() - 900 * DAY_MS),
  },
  {
    code: 'event.too-large',
    what: 'half a megabyte',
    value: JSON.stringify({ ...GOOD, text: 'x'.repeat(524_288) }),
  },
  { code: 'event.no-key', what: 'no key', key: null },
];

/** Whatever a platform sends, the flow goes on: what cannot be taken is kept, with its reason. */
describe('Chapter 7: poison', () => {
  let pipeline: Pipeline;
  let letters: readonly DeadLetter[];

  beforeAll(async () => {
    pipeline = await startPipeline({ purpose: 'poison', defenders: [MARIA], services: ['ingest'] });
    const good = (id: string) =>
      pipeline.emitter.emit(
        'org.hrdshield.content.mentioned.v1',
        { ...GOOD, text: 'hello' },
        { id, time: Date.now() },
      );
    // Event time has begun: only then can an event be too old.
    await good('before');
    await untilLanded(1);
    for (const poison of POISONS) await pipeline.sink.send([recordOf(poison)]);
    await good('after');
    await untilLanded(2);
    letters = await until('every letter has arrived', async () => {
      const found = (await pipeline.log('deadLetters')).map(({ event }) =>
        DeadLetter.parse(event?.data),
      );
      return found.length >= POISONS.length ? found : undefined;
    });
  });
  afterAll(() => pipeline?.stop());

  const recordOf = ({ key = MARIA, value = JSON.stringify(GOOD), headers }: Poison) => ({
    topic: `${pipeline.at.topicPrefix}${FIREHOSE_TOPICS.content}`,
    key,
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers: headers ?? headersAt(Date.now()),
  });

  const untilLanded = (count: number) =>
    until(`${count} good events have landed`, async () => {
      const records = await targetingOf(pipeline, pipeline.ref(MARIA));
      return records.length >= count;
    });

  it('refuses each kind once, with its code, and takes the good events around it', async () => {
    const codes = (list: readonly { readonly code: string }[]) =>
      list.map(({ code }) => code).sort();
    expect(codes(letters)).toEqual(codes(POISONS));
    expect(await targetingOf(pipeline, pipeline.ref(MARIA))).toHaveLength(2);
  });

  it('says why without repeating what it was given', () => {
    for (const letter of letters) {
      expect(letter.reason.length, letter.code).toBeGreaterThan(5);
      expect(letter.reason).not.toContain('account-');
    }
  });

  it('keeps neither key nor position of what had a defender for its key', () => {
    const sealed = letters.filter((letter) => letter.sealed);
    expect(sealed).toHaveLength(POISONS.length - 1);
    for (const letter of sealed) {
      expect(letter.bytes).toMatch(/^s1\./);
      expect(letter).not.toHaveProperty('key');
      expect(letter).not.toHaveProperty('offset');
      expect(letter).not.toHaveProperty('headers');
    }
  });

  it('keeps the original bytes of what never reached screening', () => {
    const [open] = letters.filter((letter) => !letter.sealed);
    expect(open?.code).toBe('event.no-key');
    expect(Buffer.from(open?.bytes ?? '', 'base64').toString()).toBe(JSON.stringify(GOOD));
  });

  it('is counted: consumed is landed, dropped and dead-lettered', async () => {
    const metrics = await pipeline.service('ingest').metrics();
    const sum = (pattern: RegExp) =>
      [...metrics.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0);
    const consumed = sum(/^shield_ingest_consumed_total(?:{[^}]*})? (\d+)/gm);
    const landed = sum(/^shield_ingest_landed_total(?:{[^}]*})? (\d+)/gm);
    const dropped = sum(/^shield_ingest_dropped_total(?:{[^}]*})? (\d+)/gm);
    const refused = sum(/^shield_ingest_dead_letters_total(?:{[^}]*})? (\d+)/gm);
    expect(consumed).toBe(POISONS.length + 2);
    expect(landed + dropped + refused).toBe(consumed);
  });
});
