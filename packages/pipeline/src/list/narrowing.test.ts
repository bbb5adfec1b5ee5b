import { DATA_CLASSES, type DefenderRef, type Sealed } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { openNarrowing, sealNarrowing } from './narrowing.ts';

const ref = `d_${'A'.repeat(22)}` as DefenderRef;
/** Seals nothing, so that lengths can be seen. */
const sealer = {
  seal: async (_: DefenderRef, __: string, plain: Uint8Array) =>
    Buffer.from(plain).toString('base64') as Sealed,
  open: async (_: DefenderRef, __: string, sealed: Sealed) => Buffer.from(sealed, 'base64'),
};

test('the size of what was sealed tells neither which classes nor how many', async () => {
  const one = await sealNarrowing(sealer, ref, ['login']);
  const all = await sealNarrowing(sealer, ref, DATA_CLASSES);
  expect(one).toHaveLength(all.length);
  expect(await openNarrowing(sealer, ref, one)).toEqual(['login']);
  expect(await openNarrowing(sealer, ref, all)).toEqual(DATA_CLASSES);
});

test('what holds no class is refused', async () => {
  const none = Buffer.from('[]').toString('base64') as Sealed;
  await expect(openNarrowing(sealer, ref, none)).rejects.toMatchObject({
    code: 'record.bad-schema',
  });
});
