-- What could not be taken, as code, step and topic. Neither bytes nor keys nor positions come here.
CREATE TABLE IF NOT EXISTS dead_letters
(
    id          String                 COMMENT 'hash of where the refused record lay',
    code        LowCardinality(String) COMMENT 'error code',
    step        LowCardinality(String) COMMENT 'step that refused it',
    topic       LowCardinality(String) COMMENT 'topic that it came from',
    sealed      Bool                   COMMENT 'it was past screening',
    at          DateTime64(3, 'UTC')   COMMENT 'when it was refused',
    precedence  UInt64                 COMMENT 'larger for copies appended earlier',
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY toYYYYMM(recorded_at)
ORDER BY (code, id)
TTL toDateTime(recorded_at) + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS dead_letter_facts AS
SELECT * EXCEPT (precedence) FROM dead_letters FINAL;
