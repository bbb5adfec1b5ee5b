/** Rows of `audit.entry`: only added to. */
interface AuditTable {
  seq: number;
  at_ms: number;
  principal: string;
  act: string;
  purpose: string | null;
  subject: string | null;
  policy_ids: readonly string[];
  result: string;
  reason: string | null;
  previous: Buffer;
  hash: Buffer;
}

/** Tables of migration 0020. */
export interface AuditTables {
  'audit.entry': AuditTable;
}
