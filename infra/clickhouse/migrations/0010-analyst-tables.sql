-- What an analyst may read: generalised attributes only, no pseudonyms, no scores, no reasons of risk.
-- A quarter enters once, after it is over, and is never built again, so that nobody can be told from
-- what changed between two days. Each row shares its attributes with at least five people.
CREATE TABLE IF NOT EXISTS analyst_cases
(
    quarter    Date                   COMMENT 'first day of the quarter',
    case_ref   String                 COMMENT 'made anew for each quarter; leads to no other record',
    period     Date                   COMMENT 'first day of the day, month or quarter in which it opened',
    grain      LowCardinality(String) COMMENT 'day, month or quarter: as fine as five people allow',
    threat     LowCardinality(String) COMMENT '* where it had to be left out',
    language   LowCardinality(String) COMMENT '* where it had to be left out, empty where unknown',
    region     LowCardinality(String) COMMENT '* where it had to be left out, empty where unknown',
    protection LowCardinality(String) COMMENT 'within-15-min, within-1-hour, within-1-day, later, none',
    verdict    LowCardinality(String) COMMENT 'confirmed, rejected, unsure, or empty',
    scripted   Bool                   COMMENT 'decided by a script, not a person'
)
ENGINE = MergeTree
ORDER BY (quarter, threat, region, language);

-- Counts of what people and platforms did, by month; cells with fewer than five people are not here, and
-- there are no sums from which they could be had.
CREATE TABLE IF NOT EXISTS analyst_counts
(
    quarter    Date                   COMMENT 'first day of the quarter',
    month      Date                   COMMENT 'first day of the month',
    population LowCardinality(String) COMMENT 'measures, tasks, holds, remedies or gaps',
    value      LowCardinality(String) COMMENT 'measure, state, origin and end, cause and end, or kind of gap',
    count      UInt64                 COMMENT 'at least five people stand behind it'
)
ENGINE = MergeTree
ORDER BY (quarter, population, value, month);

-- Machines, as of now: nobody is in these.
CREATE VIEW IF NOT EXISTS operations_hops AS
SELECT hop, produced, landed, dropped, dead_lettered, unaccounted, counted_at FROM hop_facts;

CREATE VIEW IF NOT EXISTS operations_dead_letters AS
SELECT toDate(at) AS day, code, step, topic, count() AS count
FROM dead_letter_facts
GROUP BY day, code, step, topic;

CREATE VIEW IF NOT EXISTS operations_silences AS
SELECT toStartOfHour(missed_at) AS hour, count() AS count, countIf(restored_at IS NULL) AS lasting
FROM silence_facts
GROUP BY hour;

CREATE VIEW IF NOT EXISTS operations_recorded AS
SELECT toStartOfHour(recorded_at) AS hour, kind, count() AS count
FROM outcomes
GROUP BY hour, kind
HAVING uniqExact(defender) >= 5;
