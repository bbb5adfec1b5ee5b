import { sha256Hex } from '@hrd-shield/contracts/pure';
import type { AuditEntry } from './entry.ts';

/** A row of the chain as it is kept. */
export interface AuditRow {
  /** From 1, without a gap. */
  readonly seq: number;
  readonly entry: AuditEntry;
  /** Hash of the row before, hex. */
  readonly previous: string;
  /** Hash of this row, hex. */
  readonly hash: string;
}

/** The end of a chain: what the next row links to. */
export interface ChainHead {
  readonly seq: number;
  /** SHA-256, hex. */
  readonly hash: string;
}

/** Before the first row. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** What is wrong with a chain, and from which row on it cannot be believed. */
export interface ChainFault {
  readonly kind: 'missing' | 'changed' | 'unlinked' | 'not-the-signed-head' | 'cut-off';
  readonly seq: number;
}

/** Names the order of fields below; another order is another version. */
const VERSION = 'audit-row-1';

/**
 * The bytes of a row that are hashed, as text: JSON of an array, so that no two rows have the same
 * and no order of keys matters.
 */
export function canonicalRow(after: ChainHead, entry: AuditEntry): string {
  const { at, principal, act, purpose, subject, policyIds, result, reason } = entry;
  const seq = after.seq + 1;
  return JSON.stringify([
    VERSION,
    after.hash,
    seq,
    at,
    principal,
    act,
    purpose,
    subject,
    [...policyIds],
    result,
    reason,
  ]);
}

/** The row that follows a head. SHA-256 over the canonical bytes, the previous hash among them. */
export function linkRow(after: ChainHead, entry: AuditEntry): AuditRow {
  return {
    seq: after.seq + 1,
    entry,
    previous: after.hash,
    hash: sha256Hex(canonicalRow(after, entry)),
  };
}

/** @returns what is wrong with a row that should follow `after`; undefined when it does */
export function faultOfRow(after: ChainHead, row: AuditRow): ChainFault | undefined {
  const seq = after.seq + 1;
  if (row.seq !== seq) return { kind: 'missing', seq };
  if (row.previous !== after.hash) return { kind: 'unlinked', seq };
  if (linkRow(after, row.entry).hash !== row.hash) return { kind: 'changed', seq };
  return undefined;
}

/** @returns the row as the head of the chain so far */
export function headOf({ hash, seq }: AuditRow): ChainHead {
  return { seq, hash };
}
