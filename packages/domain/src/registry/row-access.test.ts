import type { RowPurpose } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import {
  type RegistryRequest,
  type RequestSubject,
  refusalToAgree,
  refusalToAsk,
  refusalToUse,
} from './request.ts';
import { type RowAccessPolicy, type RowsAsked, rowsSubjectOf } from './row-access.ts';
import { amal, aRef, aResponder, DAY, dede, MINUTE, policy, rosa, START } from './spec/builders.ts';

const asha = aResponder('asha', 'analyst');
const ROWS: RowAccessPolicy = {
  hash: 'b'.repeat(64),
  windowMs: 7 * DAY,
  rowsMax: 500,
  requestsPerDay: 10,
  reasonChars: { least: 20, most: 100 },
  purposes: new Map<RowPurpose, NonNullable<ReturnType<RowAccessPolicy['purposes']['get']>>>([
    [
      'check-a-figure',
      {
        legalBasis: 'Art. 89',
        slices: ['case', 'window'],
        columns: { outcomes: ['id', 'kind'], signals: ['id'] },
      },
    ],
    [
      'answer-an-access-request',
      { legalBasis: 'Art. 15', slices: ['defender'], columns: { outcomes: ['kind', 'at'] } },
    ],
  ]),
};
const CASE = { by: 'case', case: `k_${'A'.repeat(22)}` } as const;
const WINDOW = { by: 'window', from: START, to: START + 7 * DAY } as const;
const ASKED: RowsAsked = {
  table: 'outcomes',
  slice: CASE,
  purpose: 'check-a-figure',
  reason: 'The published median and ours differ for that month.',
};
const codeOf = (over: Partial<RowsAsked>) => {
  const found = rowsSubjectOf({ ...ASKED, ...over }, ROWS);
  return found.ok ? 'ok' : found.code;
};

describe('what rows may be asked for', () => {
  it('is fixed when it is asked: the columns of the purpose, the legal basis, and how many', () => {
    expect(rowsSubjectOf(ASKED, ROWS)).toEqual({
      ok: true,
      value: {
        kind: 'rows',
        table: 'outcomes',
        slice: CASE,
        columns: ['id', 'kind'],
        rowsMax: 500,
        legalBasis: 'Art. 89',
        reason: 'The published median and ours differ for that month.',
        purpose: 'check-a-figure',
      },
    });
  });

  it.each([
    [{ table: 'tasks' }, 'rows.not-for-purpose'],
    [{ slice: { by: 'defender', defender: aRef } }, 'rows.not-for-purpose'],
    [{ purpose: 'answer-an-access-request' }, 'rows.not-for-purpose'],
    [{ purpose: 'mend-the-record' }, 'rows.not-for-purpose'],
    [{ purpose: 'answer-an-access-request', slice: { by: 'defender', defender: aRef } }, 'ok'],
    [{ slice: WINDOW }, 'ok'],
    [{ slice: { ...WINDOW, to: WINDOW.to + 1 } }, 'rows.bad-slice'],
    [{ slice: { ...WINDOW, to: START } }, 'rows.bad-slice'],
    [{ table: 'signals' }, 'rows.bad-slice'],
  ] as const)('%j: %s', (over, code) => {
    expect(codeOf(over as Partial<RowsAsked>)).toBe(code);
  });

  it.each([
    ['too short'],
    ['x '.repeat(60)],
    ['This is about maria@example.org and her case.'],
    ['This is about @maria and what she wrote there.'],
    ['See https://example.org/case for what it is about.'],
    ['The page example.org says what this is about.'],
    ['Her number is 0176 123 456 and she called us.'],
    ['The rows of d_AbCdEfGhIjKlMnOpQrStUv look wrong to me.'],
    ['We look at what was done to Maria in that case.'],
    ['We look at what was done (Maria) in that case.'],
    ['We look at this\u0000and at what was done there.'],
  ])('a reason that may name somebody, or says too little or too much, is none: %s', (reason) => {
    expect(codeOf({ reason })).toBe('rows.bad-reason');
  });

  it.each([
    ['A DSA figure of 2026 is disputed. We count the rows again!'],
    ['figure 12 differs by 3 of 40 cases (see the release)'],
    ['Число в отчёте не сходится, считаем строки заново'],
  ])('a plain reason passes: %s', (reason) => {
    expect(codeOf({ reason })).toBe('ok');
  });
});

describe('rows take two people', () => {
  const found = rowsSubjectOf(ASKED, ROWS);
  const subject = (found.ok ? found.value : undefined) as RequestSubject;
  const request: RegistryRequest = {
    ...{ id: `q_${'A'.repeat(22)}` as RegistryRequest['id'], subject },
    ...{ by: asha.ref, askedAt: START },
  };
  const agreed = { ...request, agreedBy: amal.ref, agreedAt: START };

  it('an analyst asks, and nobody else', () => {
    expect(refusalToAsk(asha, subject)).toBeUndefined();
    for (const other of [rosa, amal, dede]) {
      expect(refusalToAsk(other, subject)).toBe('designation.wrong-role');
    }
    expect(refusalToAsk({ ...asha, hasConflict: true }, subject)).toBe('designation.conflict');
  });

  it('an approver answers, who did not ask, within the day', () => {
    const both = { ...aResponder('asha', 'analyst', 'approver') };
    const answer = (by: typeof rosa, at = START, about = request) =>
      refusalToAgree(about, { by, at }, policy);
    expect(answer(amal)).toBeUndefined();
    expect(answer(both)).toBe('designation.same-person');
    expect(answer(rosa)).toBe('designation.wrong-role');
    expect(answer(aResponder('bela', 'analyst'))).toBe('designation.wrong-role');
    expect(answer(amal, START + DAY)).toBeUndefined();
    expect(answer(amal, START + DAY + 1)).toBe('reveal.expired');
    expect(answer(amal, START, agreed)).toBe('reveal.used');
    const refused = { ...request, refusedBy: amal.ref, refusedAt: START };
    expect(answer(amal, START, refused)).toBe('reveal.refused');
  });

  it('whoever asked reads, once and soon', () => {
    const use = (about: RegistryRequest, by = asha, at = START) =>
      refusalToUse(about, { by, at }, policy);
    expect(use(agreed, asha, START + 15 * MINUTE)).toBeUndefined();
    expect(use(agreed, asha, START + 15 * MINUTE + 1)).toBe('reveal.expired');
    expect(use(agreed, aResponder('bela', 'analyst'))).toBe('reveal.unknown');
    expect(use(request)).toBe('reveal.not-agreed');
    expect(use({ ...agreed, usedAt: START })).toBe('reveal.used');
    expect(use({ ...request, refusedBy: amal.ref, refusedAt: START })).toBe('reveal.refused');
  });
});
