import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '@hrd-shield/pipeline';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createAuditLog } from './audit-log.ts';
import type { AuditTables } from './audit-tables.ts';
import { createDatabase } from './create-database.ts';
import { migrateDatabase } from './migrate-database.ts';
import { type Database, openDatabase } from './open-database.ts';

const ENTRY: AuditEntry = {
  at: 1_800_000_000_000,
  principal: 'r_AAAAAAAAAAAAAAAAAAAAAA',
  act: 'identity.reveal',
  purpose: 'response',
  subject: 'd_AAAAAAAAAAAAAAAAAAAAAA',
  policyIds: ['p1', 'p2'],
  result: 'allowed',
  reason: null,
};
let database: Database<AuditTables>;
let url: string;

beforeAll(async () => {
  const name = `audit_${randomBytes(5).toString('hex')}`;
  url = await createDatabase(inject('stackAddresses').databaseUrl, name);
  database = openDatabase({ url, applicationName: 'audit-test' });
  await migrateDatabase(database.query);
});
afterAll(() => database.stop());

describe('the audit chain in PostgreSQL', () => {
  test('writers at the same time make one chain without a gap', async () => {
    const second = openDatabase<AuditTables>({ url, applicationName: 'audit-test-2' });
    const logs = [createAuditLog(database.query), createAuditLog(second.query)];
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => logs[n % 2]?.append({ ...ENTRY, at: n })),
    );
    await second.stop();
    const rows = await createAuditLog(database.query).rows(0, 100);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(rows.slice(1).every((row, n) => row.previous === rows[n]?.hash)).toBe(true);
    expect(rows[0]?.entry).toEqual({ ...ENTRY, at: rows[0]?.entry.at });
  });

  test('the role that appends may neither change nor remove a row', async () => {
    for (const statement of [
      `update audit.entry set reason = 'other' where seq = 1`,
      'delete from audit.entry where seq = 1',
      'truncate audit.entry',
    ]) {
      const done = database.query.transaction().execute(async (tx) => {
        await sql`set local role shield_audit_writer`.execute(tx);
        await sql.raw(statement).execute(tx);
      });
      await expect(done, statement).rejects.toThrow(/permission denied/);
    }
  });

  test('nor may its owner, as long as the triggers stand', async () => {
    await expect(sql`delete from audit.entry`.execute(database.query)).rejects.toThrow(
      /only added/,
    );
    await expect(sql`truncate audit.entry`.execute(database.query)).rejects.toThrow(/only added/);
  });

  test('a row that leaves a gap is refused by the server', async () => {
    const gap = sql`insert into audit.entry
      select seq + 2, at_ms, principal, act, purpose, subject, policy_ids, result, reason, hash, hash
      from audit.entry order by seq desc limit 1`.execute(database.query);
    await expect(gap).rejects.toThrow(/follows the last/);
  });

  test('a server that is away blocks what needs a row', async () => {
    const away = openDatabase<AuditTables>({
      url: 'postgres://shield@127.0.0.1:1/shield',
      applicationName: 'audit-test',
    });
    const appended = createAuditLog(away.query).append(ENTRY);
    await expect(appended).rejects.toMatchObject({ code: 'audit.unavailable' });
    await away.stop();
  });
});
