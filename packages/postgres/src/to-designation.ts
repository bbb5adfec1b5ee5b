import type { DefenderRef, DesignationState, ResponderRef, Sealed } from '@hrd-shield/contracts';
import type { Designation, EndReason, StandingTier } from '@hrd-shield/pipeline';
import type { Selectable } from 'kysely';
import type { DesignationTable } from './registry-tables.ts';

/** The checks of the table hold what the types say. */
export function toDesignation(row: Selectable<DesignationTable>): Designation {
  return {
    ref: row.ref as DefenderRef,
    version: row.version,
    state: row.state as DesignationState,
    tier: row.tier as StandingTier,
    probe: row.probe,
    expiresAt: row.expires_at_ms,
    screening: row.screening as Sealed | null,
    protection: row.protection as Sealed | null,
    reviewers: [row.reviewer_one as ResponderRef, row.reviewer_two as ResponderRef | null],
    endReason: row.end_reason as EndReason | null,
    createdAt: row.created_at_ms,
    updatedAt: row.updated_at_ms,
  };
}
