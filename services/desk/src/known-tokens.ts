import { ShieldError } from '@hrd-shield/contracts';
import type { TokenRow, TokenStore } from '@hrd-shield/postgres';

/** Tokens of defenders and delegates that are kept in mind. */
const KNOWN_MAX = 200_000;
const PAGE_COUNT = 1_000;

/** Valid tokens, and those of a designation also while the database is away. */
export interface KnownTokens extends Pick<TokenStore, 'find'> {
  /** Learns which tokens of designations are valid. @throws ShieldError `postgres.*` */
  refresh(now: number): Promise<void>;
}

/** So that somebody can stop what is done about them although the database is away. */
export function createKnownTokens(tokens: Pick<TokenStore, 'find' | 'list'>): KnownTokens {
  let known = new Map<string, TokenRow>();
  const note = (row: TokenRow): void => {
    if (row.defender !== undefined && known.size < KNOWN_MAX) known.set(row.digest, row);
  };
  return {
    find: async (digest, now) => {
      try {
        const found = await tokens.find(digest, now);
        if (found === undefined) known.delete(digest);
        else note(found);
        return found;
      } catch (error) {
        const isAway = error instanceof ShieldError && error.code === 'postgres.unavailable';
        const row = isAway ? known.get(digest) : undefined;
        if (row === undefined || row.expiresAt <= now) throw error;
        return row;
      }
    },
    refresh: async (now) => {
      const rows: TokenRow[] = [];
      let after: string | undefined;
      do {
        const page = await tokens.list({ limit: PAGE_COUNT, after });
        rows.push(...page.filter((row) => row.revokedAt === undefined && row.expiresAt > now));
        after = page.length < PAGE_COUNT ? undefined : page.at(-1)?.id;
      } while (after !== undefined && rows.length < KNOWN_MAX);
      known = new Map();
      for (const row of rows) note(row);
    },
  };
}
