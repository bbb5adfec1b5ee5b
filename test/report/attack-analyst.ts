import type { Clickhouse } from '@hrd-shield/clickhouse';

/** What somebody with the account of an analyst, and knowledge of the cases, could find. */
export interface AnalystAttack {
  /** Groups of too few that what rows tell leads to. */
  readonly found: number;
  /** Groups that were tried. */
  readonly targets: number;
}

/**
 * Attacks the tables of analysts: every group of rows that tell the same, alone; and each group of days
 * against the people who truly had such a case on that day.
 */
export async function attackAnalyst(store: Clickhouse, people: number): Promise<AnalystAttack> {
  const sizes = async (sql: string): Promise<readonly number[]> =>
    store.query({ sql, parse: (row) => Number((row as { readonly size: unknown }).size) });
  const alike = await sizes(`SELECT count() AS size FROM analyst_cases
    GROUP BY period, grain, threat, language, region`);
  const onDays = await sizes(`SELECT uniqExact(f.defender) AS size
    FROM case_facts AS f
    INNER JOIN (
      SELECT DISTINCT period, threat, language, region FROM analyst_cases WHERE grain = 'day'
    ) AS c
      ON toDate(f.opened_at) = c.period AND f.threat = c.threat
        AND f.language = c.language AND f.region = c.region
    WHERE f.acting
    GROUP BY c.period, c.threat, c.language, c.region`);
  const counted = await sizes('SELECT count AS size FROM analyst_counts');
  const tried = [...alike, ...onDays, ...counted];
  return { found: tried.filter((size) => size < people).length, targets: tried.length };
}
