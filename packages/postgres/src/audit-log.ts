import { invariant, ShieldError } from '@hrd-shield/contracts';
import { type AuditResult, EMPTY_CHAIN, faultOfEntry, linkRow } from '@hrd-shield/domain/audit';
import type { AuditEntry, AuditLog, AuditReader, AuditRow, ChainHead } from '@hrd-shield/pipeline';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { AuditTables } from './audit-tables.ts';
import { guarded } from './translate-error.ts';

/** Advisory lock of the one append at work; any number that nothing else uses. */
const APPEND_LOCK = 7_204_832;

/**
 * The audit chain in PostgreSQL. Appends are serialised by the server and made as a role that can
 * neither change nor remove a row; numbers have no gap.
 */
export function createAuditLog(query: Kysely<AuditTables>): AuditLog & AuditReader {
  return {
    append(entry) {
      const fault = faultOfEntry(entry);
      invariant(fault === undefined, `the field ${fault} of an audit row is a word or a pseudonym`);
      return orUnavailable(() => query.transaction().execute((tx) => append(tx, entry)));
    },
    head: () => orUnavailable(() => readHead(query)),
    rows: (after, limit) =>
      orUnavailable(async () => {
        const rows = await query
          .selectFrom('audit.entry')
          .selectAll()
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(limit)
          .execute();
        return rows.map(toRow);
      }),
  };
}

async function append(tx: Transaction<AuditTables>, entry: AuditEntry): Promise<ChainHead> {
  await sql`set local role shield_audit_writer`.execute(tx);
  await sql`select pg_advisory_xact_lock(${APPEND_LOCK})`.execute(tx);
  const row = linkRow(await readHead(tx), entry);
  await tx
    .insertInto('audit.entry')
    .values({
      seq: row.seq,
      at_ms: entry.at,
      principal: entry.principal,
      act: entry.act,
      purpose: entry.purpose,
      subject: entry.subject,
      policy_ids: [...entry.policyIds],
      result: entry.result,
      reason: entry.reason,
      previous: Buffer.from(row.previous, 'hex'),
      hash: Buffer.from(row.hash, 'hex'),
    })
    .execute();
  return { seq: row.seq, hash: row.hash };
}

async function readHead(query: Kysely<AuditTables>): Promise<ChainHead> {
  const last = await query
    .selectFrom('audit.entry')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? EMPTY_CHAIN : { seq: last.seq, hash: last.hash.toString('hex') };
}

function toRow(row: Selectable<AuditTables['audit.entry']>): AuditRow {
  return {
    seq: row.seq,
    entry: {
      at: row.at_ms,
      principal: row.principal,
      act: row.act,
      purpose: row.purpose,
      subject: row.subject,
      policyIds: row.policy_ids,
      result: row.result as AuditResult,
      reason: row.reason,
    },
    previous: row.previous.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}

/** Whatever keeps a row from being written blocks what needed it: one code for callers to heed. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await guarded(work);
  } catch (cause) {
    throw new ShieldError('audit.unavailable', { cause });
  }
}
