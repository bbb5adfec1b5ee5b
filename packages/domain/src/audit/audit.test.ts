import { describe, expect, it } from 'vitest';
import { type AuditRow, canonicalRow, EMPTY_CHAIN, headOf, linkRow } from './chain.ts';
import { type AuditEntry, faultOfEntry } from './entry.ts';
import { VERIFICATION_START, verifyEnd, verifyRow } from './verification.ts';

const ENTRY: AuditEntry = {
  at: 1_800_000_000_000,
  principal: 'r_AAAAAAAAAAAAAAAAAAAAAA',
  act: 'identity.reveal',
  purpose: 'response',
  subject: 'd_AAAAAAAAAAAAAAAAAAAAAA',
  policyIds: ['reveal-by-responder'],
  result: 'allowed',
  reason: 'safety-call',
};

function chainOf(count: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let n = 0; n < count; n += 1) {
    const last = rows.at(-1);
    rows.push(linkRow(last === undefined ? EMPTY_CHAIN : headOf(last), { ...ENTRY, at: n }));
  }
  return rows;
}

const check = (rows: readonly AuditRow[], signed: Record<number, string> = {}) =>
  rows.reduce((so, row) => verifyRow(so, row, (seq) => signed[seq]), VERIFICATION_START);

describe('a chain of audit rows', () => {
  it('is hashed over the same bytes in every version of this code', () => {
    expect(canonicalRow(EMPTY_CHAIN, ENTRY)).toBe(
      `["audit-row-1","${'0'.repeat(64)}",1,1800000000000,"r_AAAAAAAAAAAAAAAAAAAAAA","identity.reveal","response","d_AAAAAAAAAAAAAAAAAAAAAA",["reveal-by-responder"],"allowed","safety-call"]`,
    );
    expect(linkRow(EMPTY_CHAIN, ENTRY).hash).toBe(
      '1d342a6e16e2171e160041e287051ee25820f5db92296d593260a57d92b23a18',
    );
  });

  it('holds as it was written', () => {
    const rows = chainOf(5);
    expect(check(rows)).toEqual({ head: { seq: 5, hash: rows[4]?.hash }, fault: undefined });
  });

  it('shows the row that was changed, even with its own hash made to fit', () => {
    const rows = chainOf(4);
    const changed = { ...rows[1], entry: { ...ENTRY, reason: 'other' } } as AuditRow;
    expect(check(rows.with(1, changed)).fault).toEqual({ kind: 'changed', seq: 2 });
    const fitted = linkRow(headOf(rows[0] as AuditRow), changed.entry);
    expect(check(rows.with(1, fitted)).fault).toEqual({ kind: 'unlinked', seq: 3 });
  });

  it('shows rows that were removed or changed places', () => {
    const rows = chainOf(4);
    expect(check(rows.toSpliced(2, 1)).fault).toEqual({ kind: 'missing', seq: 3 });
    const swapped = rows
      .with(1, { ...rows[2], seq: 2 } as AuditRow)
      .with(2, { ...rows[1], seq: 3 } as AuditRow);
    expect(check(swapped).fault).toEqual({ kind: 'unlinked', seq: 2 });
  });

  it('shows a chain written anew, and an end cut off, by what was signed', () => {
    const rows = chainOf(4);
    expect(check(rows, { 4: 'f'.repeat(64) }).fault).toEqual({
      kind: 'not-the-signed-head',
      seq: 4,
    });
    const short = check(rows.slice(0, 2));
    expect(verifyEnd(short, { seq: 4, hash: rows[3]?.hash ?? '' }).fault).toEqual({
      kind: 'cut-off',
      seq: 3,
    });
    expect(verifyEnd(short, undefined).fault).toBeUndefined();
  });
});

describe('an audit row names nobody', () => {
  it.each([
    [{ principal: 'Maria Example' }, 'principal'],
    [{ subject: 'someone@example.org' }, 'subject'],
    [{ subject: '@handle' }, 'subject'],
    [{ act: 'look at it' }, 'act'],
    [{ purpose: 'Because' }, 'purpose'],
    [{ reason: 'she called me' }, 'reason'],
    [{ policyIds: ['a b'] }, 'policyIds'],
    [{ at: -1 }, 'at'],
  ])('%j is refused', (over, field) => {
    expect(faultOfEntry({ ...ENTRY, ...over })).toBe(field);
  });

  it('takes pseudonyms, processes and words', () => {
    expect(faultOfEntry(ENTRY)).toBeUndefined();
    expect(
      faultOfEntry({ ...ENTRY, principal: 'service:respond', subject: 'topic:targeting-events' }),
    ).toBeUndefined();
    expect(faultOfEntry({ ...ENTRY, purpose: null, subject: null, reason: null })).toBeUndefined();
  });
});
