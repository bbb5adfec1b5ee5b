import { type DefenderRef, deriveId, type Sealed } from '@hrd-shield/contracts';
import { expect, it } from 'vitest';
import type { DesignationSealer } from '../ports.ts';
import { renewedParts } from './renew-parts.ts';

const ref = deriveId('d', 'renewed') as DefenderRef;
const sealed = (details: unknown) => JSON.stringify(details) as unknown as Sealed;
const sealer = {
  openPart: async (_: DefenderRef, __: string, part: Sealed) => JSON.parse(String(part)),
  sealPart: async (_: DefenderRef, __: string, details: unknown) => sealed(details),
} as unknown as DesignationSealer;
const parts = {
  risk: sealed({ factors: ['woman'], counted: true }),
  profile: sealed({ language: 'es' }),
};
const riskOf = async (counted: boolean, isForgotten = false) => {
  const { risk, ...others } = await renewedParts(
    { ref, parts, renewal: { counted, isForgotten } },
    sealer,
  );
  expect(others).toEqual({});
  return JSON.parse(String(risk));
};

it('what somebody said of themselves stays when it is counted no more, and goes if they want', async () => {
  expect(await riskOf(false)).toEqual({ factors: ['woman'], counted: false });
  expect(await riskOf(true)).toEqual({ factors: ['woman'], counted: true });
  expect(await riskOf(false, true)).toEqual({ factors: [], counted: false });
});

it('nothing is sealed where nothing was said', async () => {
  const renewal = { counted: false, isForgotten: true };
  expect(await renewedParts({ ref, parts: {}, renewal }, sealer)).toEqual({});
  expect(await renewedParts({ ref, parts, renewal: undefined }, sealer)).toEqual({});
});

it('hours of contact touch nothing that somebody said of themselves', async () => {
  const renewed = await renewedParts({ ref, parts, renewal: { contactHours: null } }, sealer);
  expect(Object.keys(renewed)).toEqual(['profile']);
});
