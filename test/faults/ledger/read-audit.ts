import { Client as Database } from 'pg';
import type { AuditBook } from './books.ts';
import type { Places } from './places.ts';
import { entryOf, readTopic } from './read-topic.ts';

const ROWS_SQL = `
  SELECT seq, at_ms, principal, act, purpose, subject, policy_ids, result, reason,
         encode(previous, 'hex') AS previous, encode(hash, 'hex') AS hash
  FROM audit.entry ORDER BY seq`;
const REQUESTS_SQL = `
  SELECT id, subject->>'ref' AS ref, asked_by, agreed_by, agreed_at_ms, used_at_ms
  FROM registry.request WHERE subject->>'kind' = 'reveal'`;

/** The audit chain as it lies in the database, what was asked for, and the heads that were published. */
export async function readAudit(at: Places): Promise<AuditBook> {
  const roots = await readTopic(at.kafkaBrokers, `${at.topicPrefix}shield.audit-roots.v1`, entryOf);
  const database = new Database({ connectionString: at.databaseUrl });
  await database.connect();
  try {
    const rows = await database.query(ROWS_SQL);
    const requests = await database.query(REQUESTS_SQL);
    return {
      rows: rows.rows.map(({ at_ms, policy_ids, seq, ...row }) => {
        return { ...row, seq: Number(seq), at: Number(at_ms), policyIds: policy_ids };
      }),
      requests: requests.rows.map((row) => {
        return {
          id: String(row.id),
          ref: String(row.ref),
          askedBy: String(row.asked_by),
          agreedBy: row.agreed_by,
          agreedAt: numberOf(row.agreed_at_ms),
          usedAt: numberOf(row.used_at_ms),
        };
      }),
      roots: roots.map(({ data }) => ({ seq: Number(data.seq), hash: String(data.hash) })),
    };
  } finally {
    await database.end();
  }
}

function numberOf(value: unknown): number | null {
  return value === null ? null : Number(value);
}
