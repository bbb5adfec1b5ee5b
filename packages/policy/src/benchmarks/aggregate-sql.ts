import type { BenchmarkDefinition } from '@hrd-shield/contracts';

/** Parts that people are put into, so that a spread between people can be seen without any of them. */
export const FOLDS = 20;
/** Digits of a duration that are kept: rows stay few, and no time names a case. */
const DIGITS = 2;

/**
 * The statement that yields the rows of a statistic. A formula of facts yields one row a fact, with
 * the person whom it concerns; the store adds them up, so that no row of one person leaves it.
 * Shares are counted by how many people have so many hits of so many, people told apart by 64 bits of a
 * hash, since numbers are summed twice as fast as names; durations, rounded to two digits,
 * by the fold of the person.
 */
export function aggregateSql(definition: BenchmarkDefinition): string {
  const { by, keep = [], rows, sql, statistic } = definition;
  if (rows !== 'facts') return sql;
  const groups = [...(by === undefined ? [] : [by]), ...keep];
  const list = (...names: readonly string[]): string => [...groups, ...names].join(', ');
  if (statistic === 'clustered-ratio' || statistic === 'parity') {
    return `SELECT ${list('hits', 'n')}, count() AS people
FROM (
  SELECT ${list('')} cityHash64(person) AS who, countIf(hit) AS hits, count() AS n
  FROM (${sql})
  GROUP BY ${list('who')}
)
GROUP BY ${list('hits', 'n')}`;
  }
  const [amount, ...rest] = {
    incidence: ['duration_ms', 'ended_as'],
    quantiles: ['value'],
    'signed-quantiles': ['value'],
  }[statistic as 'incidence'] ?? ['duration_ms', 'observed'];
  const rounded = (size: string): string =>
    `round(${size}, ${DIGITS - 1} - toInt16(floor(log10(greatest(1, ${size})))))`;
  const kept =
    statistic === 'signed-quantiles'
      ? `toInt64(sign(amount) * ${rounded('abs(amount)')})`
      : `toUInt64(${rounded('amount')})`;
  return `SELECT ${list('fold', `${amount}`, ...rest)}, count() AS n
FROM (
  SELECT
    ${list(...rest, '')} cityHash64(person) % ${FOLDS} AS fold,
    ${kept} AS ${amount}
  FROM (SELECT *, ${amount} AS amount FROM (${sql}))
)
GROUP BY ${list('fold', `${amount}`, ...rest)}`;
}
