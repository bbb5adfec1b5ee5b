import type { AuditRoot } from '@hrd-shield/contracts';
import type { AuditEntry, AuditRow, ChainHead } from '@hrd-shield/domain/audit';

export type { AuditEntry, AuditResult, AuditRow, ChainHead } from '@hrd-shield/domain/audit';

/** Where acts are accounted for. Whoever reads an identity appends first and reads afterwards. */
export interface AuditLog {
  /**
   * Appends one row and resolves when it is durable. A rejection means: what was to be recorded
   * must not happen.
   * @throws ShieldError `audit.unavailable` | InvariantError when the row could name somebody
   */
  append(entry: AuditEntry): Promise<ChainHead>;
}

/** The chain for those who verify it, sign its head or show it. */
export interface AuditReader {
  /** @returns the last row's number and hash; number 0 where there is none */
  head(): Promise<ChainHead>;
  /** Rows after a number, in order. */
  rows(after: number, limit: number): Promise<readonly AuditRow[]>;
}

/** Signs heads; the private key lives where the database's keeper cannot read it. */
export interface RootSigner {
  sign(chain: string, head: ChainHead, at: number): AuditRoot;
}

/** Knows the public key alone. */
export interface RootVerifier {
  /** False when the signature is not that of the key, or of another key. */
  holds(root: AuditRoot): boolean;
}
