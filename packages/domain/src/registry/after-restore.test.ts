import type { DefenderRef } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { factsAfterRestore, type ToldStanding } from './after-restore.ts';
import { unbornLife } from './evolve.ts';
import type { RegistryLife } from './life.ts';

const AT = 1_800_000_000_000;
const consent = { givenAt: 1, way: 'own-session', by: 'defender' } as const;
const active: RegistryLife = {
  ...unbornLife(`d_${'A'.repeat(22)}` as DefenderRef),
  version: 5,
  state: 'active',
  source: 'self',
  consents: { 'public-content': consent, reports: consent },
  reviewDueAt: AT,
};

const factsOf = (life: Partial<RegistryLife>, later?: ToldStanding, hasTold = false) =>
  factsAfterRestore({ ...active, ...life }, { at: AT, later, hasTold }).map(
    ({ at: _at, by: _by, recordedAt: _recordedAt, ...body }) => body,
  );
const told = (state: ToldStanding['state'], dataClasses?: ToldStanding['dataClasses']) => ({
  state,
  dataClasses,
});

describe('a life that came back with a backup', () => {
  it('stays as it is where nothing later was published and nothing is counted', () => {
    expect(factsOf({})).toEqual([]);
    expect(factsOf({}, told('active', ['reports', 'public-content', 'vault']))).toEqual([]);
  });

  it('narrows, pauses and stops as was published since', () => {
    const gone = { kind: 'consent-narrowed', classes: ['reports'] };
    expect(factsOf({}, told('active', ['public-content']))).toEqual([gone]);
    expect(factsOf({}, told('paused', ['public-content']))).toEqual([
      gone,
      { kind: 'paused', why: 'asked' },
    ]);
    expect(factsOf({}, told('withdrawn'))).toEqual([{ kind: 'withdrawn' }]);
  });

  it('pauses where nobody can read what was published', () => {
    expect(factsOf({}, told('active'))).toEqual([{ kind: 'paused', why: 'asked' }]);
    expect(factsOf({ state: 'paused' }, told('active'))).toEqual([]);
  });

  it.each(['proposed', 'vetted', 'approved', 'emergency'] as const)(
    'asks for consent again where it was never published: %s',
    (state) => {
      expect(factsOf({ state })).toEqual([
        { kind: 'consent-narrowed', classes: ['public-content', 'reports'] },
      ]);
    },
  );

  it('is counted no more, unless nothing is counted of it anyway', () => {
    const takenBack = [{ kind: 'counting-taken-back', isForgotten: false }];
    expect(factsOf({}, undefined, true)).toEqual(takenBack);
    expect(factsOf({ counting: { is: 'agreed', since: 1 } }, undefined, true)).toEqual(takenBack);
    expect(factsOf({ counting: { is: 'taken-back', since: 1 } }, undefined, true)).toEqual([]);
    expect(factsOf({ source: 'partner' }, undefined, true)).toEqual([]);
    expect(factsOf({ isErased: true }, told('withdrawn'), true)).toEqual([]);
  });
});
