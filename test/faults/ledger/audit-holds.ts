import { createHash } from 'node:crypto';
import type { AuditBook, Books } from './books.ts';
import { finding, type Invariant } from './finding.ts';

const FIRST = '0'.repeat(64);
const VERSION = 'audit-row-1';

/** Nobody can have changed, removed or put in a row: each carries the hash of the one before. */
function chainFaults({ roots, rows }: AuditBook): readonly string[] {
  const violations: string[] = [];
  let previous = FIRST;
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) violations.push(`row ${row.seq} stands where ${index + 1} belongs`);
    if (row.previous !== previous) violations.push(`row ${row.seq} does not follow the one before`);
    const { act, at, policyIds, principal, purpose, reason, result, seq, subject } = row;
    const fields = [VERSION, row.previous, seq, at, principal, act, purpose, subject];
    const hash = createHash('sha256')
      .update(JSON.stringify([...fields, policyIds, result, reason]))
      .digest('hex');
    if (hash !== row.hash) violations.push(`row ${row.seq} is not what its hash was made of`);
    previous = row.hash;
  }
  for (const { hash, seq } of roots) {
    if (rows[seq - 1]?.hash !== hash) violations.push(`the head at ${seq} was published otherwise`);
  }
  return violations;
}

/** Two people for each identity that was opened, and a row for what each of them did. */
function revealFaults({ requests, rows }: AuditBook): readonly string[] {
  const allowed = (act: string, principal: string | null, subject: string): boolean =>
    rows.some(
      (row) =>
        row.act === act &&
        row.result === 'allowed' &&
        row.principal === principal &&
        row.subject === subject,
    );
  return requests
    .filter(({ usedAt }) => usedAt !== null)
    .flatMap(({ agreedAt, agreedBy, askedBy, id, ref, usedAt }) => [
      ...(agreedBy === null || agreedBy === askedBy ? [`${id} was used on one person's word`] : []),
      ...((agreedAt ?? Number.POSITIVE_INFINITY) <= (usedAt ?? 0)
        ? []
        : [`${id} was used before it was agreed to`]),
      ...(allowed('registry.reveal.agree', agreedBy, id)
        ? []
        : [`nothing says who agreed to ${id}`]),
      ...(allowed('registry.reveal.use', askedBy, ref) ? [] : [`nothing says who used ${id}`]),
    ]);
}

export const AUDIT_HOLDS: Invariant = {
  id: 'I9 audit-holds',
  says: 'the audit chain verifies up to every head that was published; every reveal has two approvals',
  look: ({ audit, truth }: Books) => {
    if (audit === undefined) return finding(0, []);
    const used = new Set(
      audit.requests.filter(({ usedAt }) => usedAt !== null).map(({ id }) => id),
    );
    const opened = truth.reveals ?? [];
    return finding(audit.rows.length + audit.requests.length, [
      ...chainFaults(audit),
      ...revealFaults(audit),
      ...opened.filter((id) => !used.has(id)).map((id) => `${id} was opened and is not used`),
      ...(audit.roots.length > 0 || audit.rows.length === 0 ? [] : ['no head was published']),
    ]);
  },
};
