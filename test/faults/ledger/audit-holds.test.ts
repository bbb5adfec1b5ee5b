import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AUDIT_HOLDS } from './audit-holds.ts';
import type { AuditBook, Books } from './books.ts';

type Row = AuditBook['rows'][number];
const [RITA, ARNO] = ['r_rita', 'r_arno'];

function rowOf(
  { hash: previous, seq: before }: Pick<Row, 'hash' | 'seq'>,
  act: string,
  principal: string,
  subject: string,
): Row {
  const seq = before + 1;
  const row = { seq, at: seq, principal, act, purpose: 'p', subject, policyIds: ['a'] };
  const ended = { ...row, result: 'allowed', reason: null, previous };
  const fields = ['audit-row-1', previous, seq, seq, principal, act, 'p', subject];
  const text = JSON.stringify([...fields, ['a'], 'allowed', null]);
  return { ...ended, hash: createHash('sha256').update(text).digest('hex') };
}

const ASKED = rowOf({ seq: 0, hash: '0'.repeat(64) }, 'registry.reveal.ask', RITA, 'd_1');
const AGREED = rowOf(ASKED, 'registry.reveal.agree', ARNO, 'q_1');
const USED = rowOf(AGREED, 'registry.reveal.use', RITA, 'd_1');
const ROWS: readonly Row[] = [ASKED, AGREED, USED];
const REQUEST = {
  id: 'q_1',
  ref: 'd_1',
  askedBy: RITA,
  agreedBy: ARNO,
  agreedAt: 2,
  usedAt: 3,
};
const SOUND: AuditBook = {
  rows: ROWS,
  requests: [REQUEST],
  roots: [{ seq: 2, hash: AGREED.hash }],
};

const faultsOf = (changes: Partial<AuditBook>, reveals: readonly string[] = ['q_1']) =>
  AUDIT_HOLDS.look({
    audit: { ...SOUND, ...changes },
    truth: { reveals },
  } as unknown as Books).violations.join('; ');

const request = (changes: Partial<AuditBook['requests'][number]>) => ({
  requests: [{ ...REQUEST, ...changes }],
});

describe('the audit of a run', () => {
  it('holds as it was written, and is not looked at where nobody sat at a desk', () => {
    expect(faultsOf({})).toBe('');
    expect(AUDIT_HOLDS.look({ truth: {} } as Books).checked).toBe(0);
  });

  it.each([
    ['a changed row', { rows: ROWS.with(1, { ...AGREED, reason: 'other' }) }, 'row 2 is not what'],
    ['a row that is gone', { rows: ROWS.toSpliced(1, 1) }, 'row 3 stands where 2 belongs'],
    ['a head that was published', { roots: [{ seq: 2, hash: 'f' }] }, 'the head at 2'],
    ['an end that was cut off', { roots: [{ seq: 4, hash: 'f' }] }, 'the head at 4'],
    ['a desk that publishes nothing', { roots: [] }, 'no head was published'],
    ['nobody who agreed', request({ agreedBy: null, agreedAt: null }), "one person's word"],
    ['one person twice', request({ agreedBy: RITA }), "one person's word"],
    ['an agreement that came after', request({ agreedAt: 4 }), 'before it was agreed'],
    ['a use without its row', { rows: ROWS.slice(0, 2) }, 'nothing says who used q_1'],
    ['an identity shown and not used', request({ usedAt: null }), 'opened and is not used'],
  ])('finds %s', (_, changes, fault) => {
    expect(faultsOf(changes)).toContain(fault);
  });
});
