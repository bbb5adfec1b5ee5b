import { type ActorRef, type Boxed, deriveId } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { createHoldCheck, type ListedActor } from './hold-check.ts';

const actor = (name: string): ListedActor => ({
  ref: deriveId('a', name) as ActorRef,
  handle: `b1.k1.e.AAAAAAAAAAAAAAAA.${name}` as Boxed,
});
const both = [actor('one'), actor('two')];
const at = { url: 'http://127.0.0.1:1', token: 't' };

function checkWith(reply: () => Promise<unknown>) {
  let unknown = 0;
  const fetch = (async () => ({ json: reply })) as unknown as typeof globalThis.fetch;
  const onUnknown = (): void => {
    unknown += 1;
  };
  return { check: createHoldCheck({ fetch, onUnknown }, at), unknown: () => unknown };
}

describe('the check before something automatic touches others', () => {
  it('names those that only a person may touch', async () => {
    const { check, unknown } = checkWith(async () => ({ fresh: true, spared: [false, true] }));
    expect(await check(both, false)).toEqual([both[1]?.handle]);
    expect(unknown()).toBe(0);
  });

  it('leaves everybody to a person where nobody can tell, but for direct harm', async () => {
    for (const reply of [
      async () => ({ fresh: false, spared: [false, false] }),
      async () => ({ fresh: true, spared: [false] }),
      async () => ({ code: 'access.bad-token' }),
      async () => {
        throw new TypeError('away');
      },
    ]) {
      const { check, unknown } = checkWith(reply);
      expect(await check(both, false)).toEqual(both.map(({ handle }) => handle));
      expect(await check(both, true)).toEqual([]);
      expect(unknown()).toBe(2);
    }
  });

  it('asks nothing where nobody is listed', async () => {
    const { check, unknown } = checkWith(async () => undefined);
    expect(await check([], false)).toEqual([]);
    expect(unknown()).toBe(0);
  });
});
