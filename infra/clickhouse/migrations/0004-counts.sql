-- What each hop took in and what became of it. A counter writes its running total again and again
-- under its own name; the latest total stands, and totals of all counters add up.
CREATE TABLE IF NOT EXISTS hop_counts
(
    hop         LowCardinality(String) COMMENT 'such as platform-to-ingest',
    counter     String                 COMMENT 'who counted: one name a process start or run',
    fate        LowCardinality(String) COMMENT 'produced, landed, dropped or dead-lettered',
    reason      LowCardinality(String) COMMENT 'why dropped or refused, else empty',
    total       UInt64                 COMMENT 'running total of this counter',
    at          DateTime64(3, 'UTC')   COMMENT 'when it was read',
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
PARTITION BY toYYYYMM(recorded_at)
ORDER BY (hop, counter, fate, reason)
TTL toDateTime(recorded_at) + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS hop_facts AS
SELECT
    c.hop AS hop,
    sumIf(c.total, c.fate = 'produced') AS produced,
    sumIf(c.total, c.fate = 'landed') AS landed,
    sumIf(c.total, c.fate = 'dropped') AS dropped,
    sumIf(c.total, c.fate = 'dead-lettered') AS dead_lettered,
    toInt64(produced) - toInt64(landed) - toInt64(dropped) - toInt64(dead_lettered) AS unaccounted,
    max(c.at) AS counted_at
FROM hop_counts AS c FINAL
GROUP BY c.hop;

-- How many designations were watched on a day: a count, without references.
CREATE TABLE IF NOT EXISTS population_counts
(
    day         Date                 COMMENT 'day in event time, UTC',
    defenders   UInt64               COMMENT 'active designations on that day',
    at          DateTime64(3, 'UTC') COMMENT 'when it was counted',
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY day
TTL toDateTime(recorded_at) + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS population_facts AS
SELECT day, defenders, at FROM population_counts FINAL;
