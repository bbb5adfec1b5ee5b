-- Every score of a crossing, with its explanation; a re-score is a revision and a row of its own.
-- Actors are not here: they stay sealed under the data key of the defender.
CREATE TABLE IF NOT EXISTS signals
(
    id             String               COMMENT 'from campaign, tier and crossing',
    revision       UInt64               COMMENT 're-scores of the same crossing, from 0',
    defender       String               COMMENT 'pseudonym',
    campaign       String,
    threat         LowCardinality(String) COMMENT 'the leading threat',
    threats        Array(LowCardinality(String)),
    tier           LowCardinality(String),
    score          Float64              COMMENT 'calibrated probability',
    coordination   Float64,
    hostility      Nullable(Float64)    COMMENT 'absent when nothing judged it',
    inauthentic    Bool,
    direct_harm    Bool,
    first_event_at DateTime64(3, 'UTC') COMMENT 'event time',
    event_at       DateTime64(3, 'UTC') COMMENT 'event time of the crossing',
    event_count    UInt64,
    actor_count    UInt64,
    detectors      Array(LowCardinality(String)) COMMENT 'largest contribution first',
    families       Array(LowCardinality(String)) COMMENT 'as detectors',
    contributions  Array(Float64)       COMMENT 'log-odds, as detectors',
    explanation    String               COMMENT 'JSON of the explanation object',
    policy_hash    LowCardinality(String),
    precedence     UInt64               COMMENT 'larger for copies appended earlier',
    recorded_at    DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY toYYYYMM(recorded_at)
ORDER BY (id, revision)
TTL toDateTime(recorded_at) + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS signal_facts AS
SELECT * EXCEPT (precedence) FROM signals FINAL;

-- One row a campaign: when it began, and when it first reached each tier, in event time.
CREATE VIEW IF NOT EXISTS campaign_facts AS
SELECT
    s.campaign AS campaign,
    any(s.defender) AS defender,
    argMin(s.threat, (s.event_at, s.revision)) AS threat,
    min(s.first_event_at) AS first_event_at,
    minOrNullIf(s.event_at, s.tier = 'watch') AS watch_at,
    minOrNullIf(s.event_at, s.tier IN ('guard', 'shield')) AS acting_at,
    minOrNullIf(s.event_at, s.tier = 'shield') AS shield_at,
    uniqExact(s.id) AS signals,
    max(s.score) AS top_score,
    max(s.actor_count) AS actors
FROM signal_facts AS s
GROUP BY s.campaign;
