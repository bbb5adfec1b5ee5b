import type { AuditRoot } from '@hrd-shield/contracts';
import {
  type ChainFault,
  VERIFICATION_START,
  type Verification,
  verifyEnd,
  verifyRow,
} from '@hrd-shield/domain/audit';
import type { AuditReader, RootVerifier } from '../ports/audit-log.ts';
import { AUDIT_CHAIN } from './publish-audit-root.ts';

/** What a verification found. */
export interface AuditVerdict {
  readonly rows: number;
  readonly roots: number;
  /** Roots whose signature is not of the key: somebody else wrote to the topic. */
  readonly forgedRoots: number;
  /** Last row that a root covers; rows after it rest on the chain alone. */
  readonly signedSeq: number;
  readonly fault: ChainFault | undefined;
}

const PAGE_ROWS = 1_000;

/**
 * Reads the whole chain and compares it with every root that was signed.
 * @param onRows told how many rows were read so far
 * @throws ShieldError `audit.unavailable`
 */
export async function verifyAudit(
  log: AuditReader,
  roots: readonly AuditRoot[],
  verifier: RootVerifier,
  onRows: (count: number) => void = () => undefined,
): Promise<AuditVerdict> {
  const own = roots.filter((root) => root.chain === AUDIT_CHAIN);
  const genuine = own.filter((root) => verifier.holds(root));
  const signed = new Map(genuine.map((root) => [root.seq, root.hash]));
  const last = genuine.reduce<AuditRoot | undefined>(
    (best, root) => (best === undefined || root.seq > best.seq ? root : best),
    undefined,
  );
  let so: Verification = VERIFICATION_START;
  for (;;) {
    const rows = await log.rows(so.head.seq, PAGE_ROWS);
    for (const row of rows) so = verifyRow(so, row, (seq) => signed.get(seq));
    onRows(so.head.seq);
    if (so.fault !== undefined || rows.length < PAGE_ROWS) break;
  }
  so = verifyEnd(so, last);
  return {
    rows: so.head.seq,
    roots: genuine.length,
    forgedRoots: own.length - genuine.length,
    signedSeq: last?.seq ?? 0,
    fault: so.fault,
  };
}
