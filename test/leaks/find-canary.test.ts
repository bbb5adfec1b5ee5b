import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCanary } from './find-canary.ts';

const CANARY = 'canary-defender-7731';
const look = (content: string | Uint8Array) => findCanary(CANARY, [{ name: 'here', content }]);

describe('findCanary', () => {
  it.each([
    ['plain', `{"account":"${CANARY}"}`],
    ['plain in capitals', CANARY.toUpperCase()],
    ['hex', Buffer.from(CANARY).toString('hex')],
    ['a URL', [...Buffer.from(CANARY)].map((byte) => `%${byte.toString(16)}`).join('')],
    ['a digest without a key', createHash('sha256').update(CANARY).digest('hex')],
    ['a short base64 digest', createHash('sha256').update(CANARY).digest('base64url').slice(0, 22)],
    ['bytes', Buffer.from(`\u0000\u00ff${CANARY}\u0001`, 'latin1')],
  ])('finds it in %s', (_, content) => {
    expect(look(content)).not.toEqual([]);
  });

  it('finds it in base64 of anything around it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 9 }),
        fc.uint8Array({ maxLength: 9 }),
        (head, tail) => {
          const whole = Buffer.concat([head, Buffer.from(CANARY), tail]);
          expect(look(whole.toString('base64'))).not.toEqual([]);
          expect(look(whole.toString('base64url'))).not.toEqual([]);
        },
      ),
    );
  });

  it('finds nothing where it is not', () => {
    expect(look('canary-defender-7732')).toEqual([]);
    expect(look('')).toEqual([]);
  });

  it('says where and what stands around it', () => {
    expect(look(`before ${CANARY} after`)).toEqual([
      { place: 'here', form: 'plain', around: `before ${CANARY} after` },
    ]);
  });
});
