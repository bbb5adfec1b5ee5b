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
  reviewer_two: string | null;
  emergency: Generated<boolean>;
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

/** Rows of `registry.life`. */
export interface LifeTable {
  ref: string;
  version: number;
  state: string;
  /** JSON text on the way in, parsed on the way out. */
  life: unknown;
  proposed_at_ms: number;
  next_tick_ms: number | null;
  told_version: Generated<number>;
}

/** Rows of `registry.fact`: only added to. */
export interface FactTable {
  ref: string;
  version: number;
  kind: string;
  party: string;
  body: unknown;
  at_ms: number;
  recorded_at_ms: number;
}

interface SealedPartTable {
  ref: string;
  part: string;
  value: string;
}

/** Rows of `registry.request`. */
export interface RequestTable {
  id: string;
  subject: unknown;
  asked_by: string;
  asked_at_ms: number;
  agreed_by: string | null;
  agreed_at_ms: number | null;
  used_at_ms: number | null;
  refused_by: string | null;
  refused_at_ms: number | null;
}

interface UptimeTable {
  one: Generated<boolean>;
  up_since_ms: number;
  seen_at_ms: number;
}

/** Tables of migrations 0001 and 0010. */
export interface RegistryTables {
  'registry.life': LifeTable;
  'registry.fact': FactTable;
  'registry.sealed_part': SealedPartTable;
  'registry.request': RequestTable;
  'registry.uptime': UptimeTable;
  'registry.designation': DesignationTable;
  'registry.history': HistoryTable;
  'registry.outbox': OutboxTable;
}
