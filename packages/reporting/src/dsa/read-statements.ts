import {
  STATEMENT_SCOPES,
  StatementCode,
  type StatementOfReasons,
  THREATS,
} from '@hrd-shield/contracts';
import { groundOf } from '@hrd-shield/domain';
import { z } from 'zod';
import type { ReadRows } from '../ports.ts';
import type { ComplaintCounts } from './transparency-report.ts';

const StatementRow = z.object({
  code: StatementCode,
  scope: z.enum(STATEMENT_SCOPES),
  automatic: z.coerce.boolean(),
  at_ms: z.coerce.number(),
  until_ms: z.coerce.number(),
  threat: z.enum(THREATS),
});

const STATEMENTS = `SELECT o.option_chosen AS code, o.reason AS scope, o.automatic AS automatic,
  toUnixTimestamp64Milli(o.at) AS at_ms, ifNull(toUnixTimestamp64Milli(o.expires_at), 0) AS until_ms,
  if(c.threat = '', 'off-pattern', toString(c.threat)) AS threat
FROM outcome_facts AS o
LEFT JOIN case_facts AS c ON c.case_id = o.case_id AND o.case_id != ''
WHERE o.kind = 'statement.issued' AND o.at >= fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
  AND o.at < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')
ORDER BY o.at, o.option_chosen`;

const COMPLAINTS = `SELECT count() AS submitted, countIf(ended_as = 'refused') AS upheld,
  countIf(ended_as = 'partly') AS partly_reversed, countIf(ended_as = 'restored') AS reversed,
  countIf(ended_as IN ('referred', 'withdrawn')) AS omitted
FROM remedy_facts
WHERE cause = 'appeal-of-third-party'
  AND opened_at >= fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
  AND opened_at < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')`;

/** A part of time; from is in, to is out; epoch ms. */
export interface StatementWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Statements of reasons as they were issued. @throws ShieldError of the store
 */
export async function readStatements(
  readRows: ReadRows,
  { fromMs, toMs }: StatementWindow,
): Promise<readonly StatementOfReasons[]> {
  const rows = await readRows(STATEMENTS, { from_ms: fromMs, to_ms: toMs });
  return z
    .array(StatementRow)
    .parse(rows)
    .map(({ at_ms, automatic, code, scope, threat, until_ms }) => ({
      code,
      ground: groundOf(threat),
      scope,
      automated: automatic,
      imposedAt: at_ms,
      until: until_ms,
      redress: 'appeal-by-code',
    }));
}

/** How appeals of those who were restricted ended. @throws ShieldError of the store */
export async function readComplaints(
  readRows: ReadRows,
  { fromMs, toMs }: StatementWindow,
): Promise<ComplaintCounts> {
  const [row] = await readRows(COMPLAINTS, { from_ms: fromMs, to_ms: toMs });
  return {
    submitted: Number(row?.submitted ?? 0),
    upheld: Number(row?.upheld ?? 0),
    partlyReversed: Number(row?.partly_reversed ?? 0),
    reversed: Number(row?.reversed ?? 0),
    omitted: Number(row?.omitted ?? 0),
  };
}

/** Seats at the busiest hour of the rota that was in force last before the end of the period. */
const SEATS = `SELECT language, max(seats) AS seats
FROM (
  SELECT h.hour AS hour, s.language AS language, sum(s.seats) AS seats
  FROM (
    SELECT rota, since, seats, from_hour, to_hour, arrayJoin(languages) AS language
    FROM desk_shifts FINAL
  ) AS s
  CROSS JOIN (SELECT arrayJoin(range(24)) AS hour) AS h
  WHERE (s.rota, s.since) = (
    SELECT argMax((rota, since), since) FROM desk_shifts
    WHERE since < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC'))
    AND if(s.from_hour < s.to_hour, h.hour >= s.from_hour AND h.hour < s.to_hour,
      h.hour >= s.from_hour OR h.hour < s.to_hour)
  GROUP BY h.hour, s.language
)
GROUP BY language`;

/** Seats by language, `*` for desks of every language; nothing before any rota is known. */
export async function readSeats(
  readRows: ReadRows,
  { toMs }: StatementWindow,
): Promise<Readonly<Record<string, number>>> {
  const rows = await readRows(SEATS, { to_ms: toMs });
  return Object.fromEntries(rows.map(({ language, seats }) => [String(language), Number(seats)]));
}
