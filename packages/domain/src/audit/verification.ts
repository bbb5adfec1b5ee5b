import {
  type AuditRow,
  type ChainFault,
  type ChainHead,
  EMPTY_CHAIN,
  faultOfRow,
} from './chain.ts';

/** What the roots that somebody signed say of the chain. */
export interface SignedHead extends ChainHead {
  /** Epoch ms. */
  readonly at: number;
}

/** A chain that is read row by row, in the order of its rows. */
export interface Verification {
  readonly head: ChainHead;
  readonly fault: ChainFault | undefined;
}

/** Before the first row of a chain is read. */
export const VERIFICATION_START: Verification = { head: EMPTY_CHAIN, fault: undefined };

/**
 * Goes one row on; after the first fault nothing is believed any more.
 * @param signed signed hash of a row number, hex; undefined where none was signed
 */
export function verifyRow(
  so: Verification,
  row: AuditRow,
  signed: (seq: number) => string | undefined,
): Verification {
  if (so.fault !== undefined) return so;
  const fault = faultOfRow(so.head, row);
  if (fault !== undefined) return { ...so, fault };
  const root = signed(row.seq);
  if (root !== undefined && root !== row.hash) {
    return { ...so, fault: { kind: 'not-the-signed-head', seq: row.seq } };
  }
  return { head: { seq: row.seq, hash: row.hash }, fault: undefined };
}

/** A chain that ends before its last signed head had rows cut off. */
export function verifyEnd(so: Verification, lastSigned: ChainHead | undefined): Verification {
  if (so.fault !== undefined || lastSigned === undefined) return so;
  if (so.head.seq >= lastSigned.seq) return so;
  return { ...so, fault: { kind: 'cut-off', seq: so.head.seq + 1 } };
}
