import type { DefenderRef } from '@hrd-shield/contracts';
import type {
  Designation,
  DesignationAct,
  DesignationChange,
  DesignationStore,
} from '@hrd-shield/pipeline';
import type { Transaction } from 'kysely';
import type { RegistryTables } from './registry-tables.ts';
import { toDesignation } from './to-designation.ts';
import { isUniqueViolation } from './translate-error.ts';

const LIVING_DIGEST_INDEX = 'designation_living_digest';

/** What recognises the account, beside the row that services see. */
export interface DesignationSecret {
  /** Hex. */
  readonly digest: string;
  readonly digestKey: string;
}

/** Whether the server refused a second living designation of one account. */
export function isLivingTwice(error: unknown): boolean {
  return isUniqueViolation(error, LIVING_DIGEST_INDEX);
}

/** Adds the row with its history and outbox. */
export async function insertDesignation(
  tx: Transaction<RegistryTables>,
  one: Designation,
  secret: DesignationSecret,
): Promise<void> {
  await tx
    .insertInto('registry.designation')
    .values({
      ref: one.ref,
      version: one.version,
      state: one.state,
      tier: one.tier,
      probe: one.probe,
      expires_at_ms: one.expiresAt,
      digest: Buffer.from(secret.digest, 'hex'),
      digest_key: secret.digestKey,
      screening: one.screening,
      protection: one.protection,
      reviewer_one: one.reviewers[0],
      reviewer_two: one.reviewers[1],
      emergency: one.reviewers[1] === null,
      end_reason: one.endReason,
      created_at_ms: one.createdAt,
      updated_at_ms: one.updatedAt,
    })
    .execute();
  await note(tx, one, 'created', one.createdAt);
}

/** Changes the row under its lock, with history and outbox. @returns undefined when there is none */
export async function changeDesignation(
  tx: Transaction<RegistryTables>,
  ref: DefenderRef,
  decide: Parameters<DesignationStore['change']>[1],
  at: number,
): Promise<Designation | undefined> {
  const row = await tx
    .selectFrom('registry.designation')
    .selectAll()
    .where('ref', '=', ref)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const current = toDesignation(row);
  const decided = decide(current);
  if (decided === undefined) return current;
  const changed = await tx
    .updateTable('registry.designation')
    .set({
      version: current.version + 1,
      state: decided.state,
      end_reason: decided.endReason,
      updated_at_ms: at,
      ...renewedColumns(decided),
      ...(decided.erase ? FORGOTTEN : {}),
    })
    .where('ref', '=', ref)
    .returningAll()
    .executeTakeFirstOrThrow();
  const next = toDesignation(changed);
  await note(tx, next, decided.act, at);
  return next;
}

const FORGOTTEN = { digest: null, digest_key: null, screening: null, protection: null };

function renewedColumns({ renewed }: DesignationChange) {
  if (renewed === undefined) return {};
  const { expiresAt, protection, reviewers, screening, tier } = renewed;
  return {
    expires_at_ms: expiresAt,
    protection,
    screening,
    tier,
    reviewer_one: reviewers[0],
    reviewer_two: reviewers[1],
    emergency: reviewers[1] === null,
  };
}

/** Writes history and outbox of a change, in its transaction. */
async function note(
  tx: Transaction<RegistryTables>,
  one: Designation,
  act: DesignationAct,
  at: number,
): Promise<void> {
  const { ref, version } = one;
  await tx.insertInto('registry.history').values({ ref, version, act, at_ms: at }).execute();
  await tx
    .insertInto('registry.outbox')
    .values({ ref, version, created_at_ms: at, published_at_ms: null })
    .execute();
}
