import { RiskSignal } from '@hrd-shield/contracts';
import type { ReadRows } from '@hrd-shield/reporting';
import { z } from 'zod';
import type { FoundSignal, Wanted } from './found-signals.ts';

/** Signals of one question; a month of a busy installation. */
const MAX_ROWS = 200_000;

const OwnSignal = RiskSignal.omit({ actors: true });

const Row = z
  .object({
    id: z.string(),
    revision: z.coerce.number(),
    defender: z.string(),
    campaign: z.string(),
    threat: z.string(),
    threats: z.array(z.string()),
    tier: z.string(),
    score: z.number(),
    coordination: z.number(),
    hostility: z.number().nullable(),
    inauthentic: z.boolean(),
    direct_harm: z.boolean(),
    first_event_at: z.coerce.number(),
    event_at: z.coerce.number(),
    event_count: z.coerce.number(),
    actor_count: z.coerce.number(),
    explanation: z.string(),
    policy_hash: z.string(),
  })
  .transform((row) => ({
    id: row.id,
    revision: row.revision,
    defender: row.defender,
    campaign: row.campaign,
    threat: row.threat,
    threats: row.threats,
    tier: row.tier,
    score: row.score,
    coordination: row.coordination,
    ...(row.hostility === null ? {} : { hostility: row.hostility }),
    inauthentic: row.inauthentic,
    directHarm: row.direct_harm,
    firstEventAt: row.first_event_at,
    eventAt: row.event_at,
    eventCount: row.event_count,
    actorCount: row.actor_count,
    explanation: JSON.parse(row.explanation) as unknown,
    policyHash: row.policy_hash,
  }));

const COLUMNS = `* REPLACE (
  toUnixTimestamp64Milli(first_event_at) AS first_event_at,
  toUnixTimestamp64Milli(event_at) AS event_at)`;

/** Every recorded signal of the campaign that is asked for. Actors are not kept in the store. */
export async function readSignalStore(
  readRows: ReadRows,
  wanted: Wanted,
): Promise<readonly FoundSignal[]> {
  const rows = await readRows(
    `SELECT ${COLUMNS} FROM signal_facts
     WHERE campaign IN (SELECT campaign FROM signal_facts WHERE id = {id:String} OR campaign = {id:String})
     ORDER BY event_at, revision LIMIT ${MAX_ROWS}`,
    { id: wanted.id },
  );
  return rows.map(foundOf);
}

/** Signals recorded with an event time from `since` on, epoch ms. */
export async function readSignalsSince(
  readRows: ReadRows,
  since: number,
): Promise<readonly FoundSignal[]> {
  const rows = await readRows(
    `SELECT ${COLUMNS} FROM signal_facts
     WHERE signal_facts.event_at >= fromUnixTimestamp64Milli({since:Int64})
     ORDER BY event_at, revision LIMIT ${MAX_ROWS}`,
    { since },
  );
  return rows.map(foundOf);
}

function foundOf(row: unknown): FoundSignal {
  return { signal: OwnSignal.parse(Row.parse(row)), actors: { kind: 'not-kept' } };
}
