import { randomBytes } from 'node:crypto';
import { invariant } from '@hrd-shield/contracts';
import type { Clickhouse } from './clickhouse.ts';

/** Fewest people who share what a row tells, and how long a quarter settles before it enters. */
export interface AnalystFloor {
  readonly people: number;
  readonly settleDays: number;
}

/** From fine to coarse; a row takes the first at which enough people share what it tells. */
const LEVELS = [
  {
    grain: 'day',
    period: 'toDate(opened_at)',
    threat: 'threat',
    language: 'language',
    region: 'region',
  },
  {
    grain: 'month',
    period: 'toStartOfMonth(opened_at)',
    threat: 'threat',
    language: 'language',
    region: 'region',
  },
  { grain: 'quarter', period: 'quarter', threat: 'threat', language: "'*'", region: 'region' },
  { grain: 'quarter', period: 'quarter', threat: 'threat', language: "'*'", region: "'*'" },
  { grain: 'quarter', period: 'quarter', threat: "'*'", language: "'*'", region: "'*'" },
] as const;

/** What is counted by month, with whom it concerns. */
const COUNTED = [
  "SELECT defender, applied_at AS at, 'measures' AS population, toString(measure) AS value FROM measure_facts WHERE applied_at IS NOT NULL",
  "SELECT defender, opened_at AS at, 'tasks' AS population, multiIf(decided_at IS NULL, 'open', ifNull(decided_at > due_at, 0), 'decided-late', 'decided-in-time') AS value FROM task_facts",
  "SELECT defender, placed_at AS at, 'holds' AS population, concat(origin, '/', ended_as) AS value FROM hold_facts WHERE placed_at IS NOT NULL",
  "SELECT defender, opened_at AS at, 'remedies' AS population, concat(cause, '/', ended_as) AS value FROM remedy_facts WHERE opened_at IS NOT NULL",
  "SELECT defender, at, 'gaps' AS population, toString(gap) AS value FROM gap_facts",
].join('\n  UNION ALL ');

/**
 * Lets each quarter that is over into the tables of analysts, once. The key of its references is made
 * for it and forgotten, so that no reference leads anywhere, not even for whoever has the store.
 *
 * @param now epoch ms
 * @returns first days of the quarters that entered
 * @throws ShieldError as `Clickhouse.insert`
 */
export async function buildAnalystTables(
  store: Clickhouse,
  floor: AnalystFloor,
  now: number,
): Promise<readonly string[]> {
  invariant(floor.people >= 2, 'a floor is two people or more');
  const quarters = await dueQuarters(store, now - floor.settleDays * 86_400_000);
  for (const quarter of quarters) {
    await fill(store, 'analyst_counts', [countsSql(quarter, floor.people)]);
    const key = randomBytes(16).toString('hex');
    await fill(
      store,
      'analyst_cases',
      LEVELS.map((level) => (draft: string) => casesSql({ quarter, key, draft, ...floor }, level)),
    );
  }
  return quarters;
}

/** Quarters that are over and not there yet. */
async function dueQuarters(store: Clickhouse, until: number): Promise<readonly string[]> {
  return store.query({
    sql: `SELECT DISTINCT toString(toStartOfQuarter(opened_at)) AS quarter
      FROM case_facts
      WHERE toStartOfQuarter(opened_at)
          < toStartOfQuarter(fromUnixTimestamp64Milli({until:Int64}, 'UTC'))
        AND toStartOfQuarter(opened_at) NOT IN (SELECT quarter FROM analyst_cases)
      ORDER BY quarter`,
    params: { until },
    parse: (row) => (row as { readonly quarter: string }).quarter,
  });
}

type Statement = string | ((draft: string) => string);

/** Puts rows into a draft and from there, all at once, into the table. */
async function fill(
  store: Clickhouse,
  table: string,
  statements: readonly Statement[],
): Promise<void> {
  const draft = `${table}_draft_${randomBytes(8).toString('hex')}`;
  try {
    await store.command(`CREATE TABLE ${draft} AS ${table}`);
    for (const each of statements) {
      await store.command(`INSERT INTO ${draft} ${typeof each === 'string' ? each : each(draft)}`);
    }
    await store.command(`INSERT INTO ${table} SELECT * FROM ${draft}`);
  } finally {
    await store.command(`DROP TABLE IF EXISTS ${draft}`);
  }
}

interface Cases {
  readonly quarter: string;
  readonly key: string;
  readonly draft: string;
  readonly people: number;
}

/** Cases that no finer level has taken, where enough people share what is told of them. */
function casesSql(about: Cases, level: (typeof LEVELS)[number]): string {
  const { draft, key, people, quarter } = about;
  return `SELECT
    toDate('${quarter}') AS quarter, case_ref, period, '${level.grain}' AS grain, told_threat AS threat,
    told_language AS language, told_region AS region, protection, verdict, scripted
  FROM (
    SELECT *, uniqExact(defender) OVER (
      PARTITION BY period, told_threat, told_language, told_region) AS sharing
    FROM (
      SELECT
        defender,
        toStartOfQuarter(opened_at) AS quarter,
        substring(lower(hex(SHA256(concat('${key}', case_id)))), 1, 16) AS case_ref,
        ${level.period} AS period,
        toString(${level.threat}) AS told_threat,
        toString(${level.language}) AS told_language,
        toString(${level.region}) AS told_region,
        dateDiff('minute', raised_at, protected_at) AS minutes,
        multiIf(minutes IS NULL, 'none', minutes < 15, 'within-15-min', minutes < 60, 'within-1-hour',
          minutes < 1440, 'within-1-day', 'later') AS protection,
        verdict,
        scripted
      FROM case_facts
      WHERE acting AND toStartOfQuarter(opened_at) = toDate('${quarter}')
    )
    WHERE case_ref NOT IN (SELECT case_ref FROM ${draft})
  )
  WHERE sharing >= ${people}`;
}

function countsSql(quarter: string, people: number): string {
  return `SELECT toDate('${quarter}') AS quarter, toStartOfMonth(assumeNotNull(at)) AS month,
    population, value, count() AS count
  FROM (${COUNTED})
  WHERE toStartOfQuarter(assumeNotNull(at)) = toDate('${quarter}')
  GROUP BY month, population, value
  HAVING uniqExact(defender) >= ${people}`;
}
