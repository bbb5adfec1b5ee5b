import { type DefenderRef, deriveId, type Sealed } from '@hrd-shield/contracts';
import { type ParityCohort, UNREADABLE } from '@hrd-shield/domain';
import { type RegistryLife, unbornLife } from '@hrd-shield/domain/registry';
import { expect, it } from 'vitest';
import type { DetailsOf } from '../details.ts';
import { readAnswers } from './read-answers.ts';
import type { UseDeps } from './use-deps.ts';

const REF = deriveId('d', 'counted') as DefenderRef;
const COHORTS: readonly ParityCohort[] = [
  { kind: 'factors', id: 'gender', of: ['woman'] },
  { kind: 'acts', id: 'work', groups: { helps: ['legal-aid'] } },
];

/** A life whose sealed part says this; opening is counted. */
function stored(more: Partial<RegistryLife>, counted = true) {
  let opened = 0;
  const life = { ...unbornLife(REF), acts: ['legal-aid'], ...more };
  const deps = {
    lives: {
      get: async () => life,
      parts: async () => ({ risk: 'sealed' as unknown as Sealed }),
      facts: async () => [{ kind: 'erased', at: 900, recordedAt: 900, by: 'clock' }],
    },
    sealer: {
      openPart: async (): Promise<DetailsOf<'risk'>> => {
        opened += 1;
        return { factors: ['woman'], counted };
      },
    },
  } as unknown as Pick<UseDeps, 'lives' | 'sealer'>;
  return { read: () => readAnswers(new Set([REF]), COHORTS, deps), opened: () => opened };
}

it('counts what was agreed to in the proposal or later, of their own word alone', async () => {
  const answer = async (more: Partial<RegistryLife>, counted?: boolean) =>
    (await stored(more, counted).read()).now(REF).gender;
  expect(await answer({})).toBe('declared');
  expect(await answer({}, false)).toBe('not-told');
  expect(await answer({ counting: { is: 'agreed', since: 500 } })).toBe('declared');
  expect(await answer({ source: 'partner' })).toBe('not-told');
});

it('counts nothing that was taken back, and does not open it', async () => {
  const one = stored({ counting: { is: 'taken-back', since: 500 } });
  expect((await one.read()).now(REF)).toEqual({ gender: 'not-told', work: 'helps' });
  expect(one.opened()).toBe(0);
});

it('counts nothing of what somebody said who withdrew or was refused, before they are erased', async () => {
  const left: readonly Partial<RegistryLife>[] = [
    { withdrawal: { by: 'self', since: 500 } },
    { refusal: { by: 'self', at: 500, reason: 'declined-by-person' } },
  ];
  for (const life of left) {
    const one = stored(life);
    const answers = await one.read();
    expect(answers.now(REF)).toEqual({ gender: 'not-told', work: 'helps' });
    expect(answers.at(REF, 499)).toEqual({ gender: UNREADABLE, work: 'helps' });
    expect(one.opened()).toBe(0);
  }
});

it('cannot say as what somebody was counted before they agreed or took it back', async () => {
  for (const is of ['agreed', 'taken-back'] as const) {
    const answers = await stored({ counting: { is, since: 500 } }).read();
    const declared = is === 'agreed' ? 'declared' : 'not-told';
    expect(answers.at(REF, 499)).toEqual({ gender: UNREADABLE, work: 'helps' });
    expect(answers.at(REF, 500)).toEqual({ gender: UNREADABLE, work: 'helps' });
    expect(answers.at(REF, 501)).toEqual({ gender: declared, work: 'helps' });
  }
});

it('cannot say anything of who was erased since', async () => {
  const answers = await stored({ isErased: true }).read();
  expect(answers.at(REF, 899)).toEqual({ gender: UNREADABLE, work: UNREADABLE });
  expect(answers.at(REF, 901)).toEqual({ gender: 'not-told', work: 'unknown' });
});
