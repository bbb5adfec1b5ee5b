import type { DefenderRef } from '@hrd-shield/contracts';
import type { RegistryFact } from '@hrd-shield/domain/registry';
import type { Selectable } from 'kysely';
import type { FactTable } from './registry-tables.ts';

/** A fact as it is kept for good: what every fact has in columns, the rest as JSON. */
export function factColumns(ref: DefenderRef, version: number, fact: RegistryFact): FactTable {
  const { at, by, kind, recordedAt, ...body } = fact;
  return {
    ref,
    version,
    kind,
    party: by,
    body: JSON.stringify(body),
    at_ms: at,
    recorded_at_ms: recordedAt,
  };
}

/** The table is written here alone: what it holds is trusted. */
export function toFact(row: Selectable<FactTable>): RegistryFact {
  return {
    ...(row.body as object),
    kind: row.kind,
    by: row.party,
    at: row.at_ms,
    recordedAt: row.recorded_at_ms,
  } as RegistryFact;
}
