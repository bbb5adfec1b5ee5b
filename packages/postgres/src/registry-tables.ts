import type { Generated } from 'kysely';

/** Rows of `registry.designation`. */
export interface DesignationTable {
  ref: string;
  version: number;
  state: string;
  tier: string;
  probe: boolean;
  expires_at_ms: number;
  digest: Buffer | null;
  digest_key: string | null;
  screening: string | null;
  protection: string | null;
  reviewer_one: string;
  reviewer_two: string;
  end_reason: string | null;
  created_at_ms: number;
  updated_at_ms: number;
}

interface HistoryTable {
  ref: string;
  version: number;
  act: string;
  at_ms: number;
}

interface OutboxTable {
  id: Generated<number>;
  ref: string;
  version: number;
  created_at_ms: number;
  published_at_ms: number | null;
}

/** Tables of migration 0001. */
export interface RegistryTables {
  'registry.designation': DesignationTable;
  'registry.history': HistoryTable;
  'registry.outbox': OutboxTable;
}
