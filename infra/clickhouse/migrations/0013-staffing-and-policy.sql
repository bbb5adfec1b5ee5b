-- Who is there for tasks, as the rota says: desks and hours, never persons. A line stands from `since`
-- until the next rota. The same rota written again adds nothing.
CREATE TABLE IF NOT EXISTS desk_shifts
(
    rota        String                        COMMENT 'hash of the file of the rota',
    desk        LowCardinality(String),
    languages   Array(LowCardinality(String)) COMMENT '* where all of them',
    seats       UInt32,
    from_hour   UInt8                         COMMENT 'first hour, UTC',
    to_hour     UInt8                         COMMENT 'hour at which it ends; earlier than the first over midnight',
    since       DateTime64(3, 'UTC')          COMMENT 'when it was first in force',
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (rota, since, desk)
TTL toDateTime(recorded_at) + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 1000;

-- Which text of each rule file was in force from when on.
CREATE TABLE IF NOT EXISTS policy_files
(
    file        LowCardinality(String),
    hash        String               COMMENT 'SHA-256 of the file, empty where it is gone',
    since       DateTime64(3, 'UTC') COMMENT 'when it was first seen in force',
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (file, since, hash)
TTL toDateTime(recorded_at) + INTERVAL 1825 DAY
SETTINGS non_replicated_deduplication_window = 1000;

-- One row a change: what a file was, what it became, and when. Two processes that see the same change
-- write it twice; it is read once.
CREATE VIEW IF NOT EXISTS policy_change_facts AS
SELECT f.file AS file, f.before AS before, f.hash AS after, f.since AS at
FROM
(
    SELECT
        p.file AS file,
        p.hash AS hash,
        p.since AS since,
        lagInFrame(p.hash) OVER (
            PARTITION BY p.file ORDER BY p.since, p.hash
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS before
    FROM policy_files AS p FINAL
) AS f
WHERE f.hash != f.before;

-- Hours in which tasks of a language were opened, and the seats that could take them by the rota then
-- in force; hours before any rota was known are not here. Tasks whose language is not told are not either.
CREATE VIEW IF NOT EXISTS staffing_facts AS
SELECT
    w.hour AS hour,
    w.language AS language,
    w.tasks AS tasks,
    sumIf(s.seats, (has(s.languages, '*') OR has(s.languages, w.language))
        AND if(s.from_hour < s.to_hour,
            toHour(w.hour) >= s.from_hour AND toHour(w.hour) < s.to_hour,
            toHour(w.hour) >= s.from_hour OR toHour(w.hour) < s.to_hour)) AS seats,
    least(w.tasks, seats) AS covered
FROM
(
    SELECT
        t.hour AS hour,
        t.language AS language,
        t.tasks AS tasks,
        argMaxIf(r.rota, r.since, r.since < t.hour + INTERVAL 1 HOUR) AS rota,
        maxIf(r.since, r.since < t.hour + INTERVAL 1 HOUR) AS since
    FROM
    (
        SELECT toStartOfHour(opened_at) AS hour, toString(language) AS language, count() AS tasks
        FROM task_facts
        WHERE language != ''
        GROUP BY hour, language
    ) AS t
    CROSS JOIN (SELECT DISTINCT rota, since FROM desk_shifts FINAL) AS r
    GROUP BY t.hour, t.language, t.tasks
) AS w
INNER JOIN desk_shifts AS s ON s.rota = w.rota AND s.since = w.since
GROUP BY w.hour, w.language, w.tasks;
