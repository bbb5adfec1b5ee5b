import type { DefenderRef, PartnerRef } from '@hrd-shield/contracts';
import type { Kysely, Selectable } from 'kysely';
import type { DeskTables, TokenTable } from './desk-tables.ts';
import { guarded } from './translate-error.ts';

/** A token of a program, a defender or a delegate; never the token itself. */
export interface TokenRow {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly digest: string;
  readonly role: 'defender' | 'delegate' | 'partner' | 'helpline';
  readonly partner?: PartnerRef;
  readonly defender?: DefenderRef;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt?: number;
}

export interface TokenStore {
  add(row: TokenRow): Promise<void>;
  /** Tokens that are valid. @throws ShieldError `postgres.*` */
  find(digest: string, now: number): Promise<TokenRow | undefined>;
  /** @returns false when there is none that is valid */
  revoke(id: string, now: number): Promise<boolean>;
  /** In the order of their ids. @param after the last id of the page before */
  list(page: { limit: number; after?: string | undefined }): Promise<readonly TokenRow[]>;
}

/**
 * Digests alone are kept: whoever reads the table can be nobody. A token counts until it ends or is
 * revoked.
 */
export function createTokenStore(query: Kysely<DeskTables>): TokenStore {
  return {
    add: (row) =>
      guarded(async () => {
        await query.insertInto('desk.token').values(tokenToTable(row)).execute();
      }),
    find: (digest, now) =>
      guarded(async () => {
        const found = await query
          .selectFrom('desk.token')
          .selectAll()
          .where('digest', '=', digest)
          .where('revoked_at_ms', 'is', null)
          .where('expires_at_ms', '>', now)
          .executeTakeFirst();
        return found && tableToToken(found);
      }),
    revoke: (id, now) =>
      guarded(async () => {
        const ended = await query
          .updateTable('desk.token')
          .set({ revoked_at_ms: now })
          .where('id', '=', id)
          .where('revoked_at_ms', 'is', null)
          .returning('id')
          .execute();
        return ended.length === 1;
      }),
    list: ({ after = '', limit }) =>
      guarded(async () => {
        const found = await query
          .selectFrom('desk.token')
          .selectAll()
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute();
        return found.map(tableToToken);
      }),
  };
}

function tokenToTable(row: TokenRow): TokenTable {
  return {
    id: row.id,
    digest: row.digest,
    role: row.role,
    partner: row.partner ?? null,
    defender: row.defender ?? null,
    created_at_ms: row.createdAt,
    expires_at_ms: row.expiresAt,
    revoked_at_ms: row.revokedAt ?? null,
  };
}

/** The checks of the table hold what the types say. */
function tableToToken(table: Selectable<TokenTable>): TokenRow {
  return {
    id: table.id,
    digest: table.digest,
    role: table.role as TokenRow['role'],
    ...(table.partner === null ? {} : { partner: table.partner as PartnerRef }),
    ...(table.defender === null ? {} : { defender: table.defender as DefenderRef }),
    createdAt: table.created_at_ms,
    expiresAt: table.expires_at_ms,
    ...(table.revoked_at_ms === null ? {} : { revokedAt: table.revoked_at_ms }),
  };
}
