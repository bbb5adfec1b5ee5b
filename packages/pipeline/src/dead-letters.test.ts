import type { DefenderRef } from '@hrd-shield/contracts';
import { DeadLetter, deriveId, TOPICS } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { createDeadLetterWriter, type SealedOriginal } from './dead-letters.ts';
import type { DefenderSealer } from './ports/keys.ts';
import type { SourceRecord } from './ports/record-source.ts';

const defender = deriveId('d', 'one') as DefenderRef;
const MIB = 1_048_576;
let sealedPlain = '';

/** What is sealed grows by a third, as text of base 64. */
const sealer = {
  seal: async (_: unknown, __: unknown, plain: Uint8Array) => {
    sealedPlain = Buffer.from(plain).toString();
    return `s1.${Buffer.from(plain).toString('base64url')}`;
  },
} as unknown as DefenderSealer;

const letters = createDeadLetterWriter(
  { sealer, pseudonyms: { object: (text: string) => text } as never, now: () => 1 },
  { topic: 'letters', source: '/test' },
);

const refused = (record: Partial<SourceRecord>) => ({
  record: {
    offset: '7',
    key: Buffer.from('k'),
    value: null,
    headers: {},
    ...record,
  } as SourceRecord,
  from: { topic: 'firehose', partition: 3 },
  step: 'screen',
  code: 'event.too-large' as const,
  reason: 'too large',
});

const GREAT: Readonly<Record<string, Partial<SourceRecord>>> = {
  'a value of 5 MB': { value: Buffer.alloc(5 * MIB, 'x') },
  'headers of 5 MB': { headers: { first: Buffer.alloc(5 * MIB, 'x'), ce_id: Buffer.from('1') } },
  'headers that grow as text': {
    headers: { first: Buffer.alloc(MIB, 0), ce_id: Buffer.from('1') },
  },
  'a key of 5 MB': { key: Buffer.alloc(5 * MIB, 'k') },
  'all of it at once': {
    value: Buffer.alloc(5 * MIB, 'x'),
    headers: { first: Buffer.alloc(200_000, 'x'), second: Buffer.alloc(200_000, 'x') },
    key: Buffer.alloc(5 * MIB, 'k'),
  },
};

test.each(Object.entries(GREAT))(
  'the letter of %s fits its topic, sealed and open',
  async (_, of) => {
    const sealed = await letters.sealed(refused(of), defender);
    const open = letters.open(refused(of));
    for (const letter of [sealed, open]) {
      expect(letter.value?.byteLength).toBeLessThan(TOPICS.deadLetters.maxBytes);
      const text = Buffer.from(letter.value ?? '').toString();
      expect(DeadLetter.safeParse(JSON.parse(text)).success).toBe(true);
    }
  },
);

test('a header that is too great takes no other along', async () => {
  await letters.sealed(refused(GREAT['headers of 5 MB'] ?? {}), defender);
  expect((JSON.parse(sealedPlain) as SealedOriginal).headers).toEqual({ ce_id: '1' });
});
