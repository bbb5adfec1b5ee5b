-- Immutable facts, one wide row each. The id is the proof that a fact counts once: redelivered and
-- re-batched rows collapse, and every reader goes through a view with FINAL. Of two copies the one
-- that was appended to the log first stays. Partition and lifetime follow the time of recording,
-- since facts may carry any time when old logs are replayed.
CREATE TABLE IF NOT EXISTS outcomes
(
    id             String                   COMMENT 'derived from what the fact is about',
    kind           LowCardinality(String)   COMMENT 'what happened',
    defender       String                   COMMENT 'pseudonym of whom it concerns',
    at             DateTime64(3, 'UTC')     COMMENT 'when, by the clock of whoever recorded it',
    event_at       Nullable(DateTime64(3, 'UTC')) COMMENT 'event time, where the fact has one',
    first_event_at Nullable(DateTime64(3, 'UTC')) COMMENT 'first event of the campaign',
    campaign       String                   COMMENT 'empty where none',
    case_id        String                   COMMENT 'empty where none',
    signal         String                   COMMENT 'empty where none',
    threat         LowCardinality(String)   COMMENT 'empty where none',
    tier           LowCardinality(String)   COMMENT 'empty where none',
    score          Nullable(Float64)        COMMENT '0 to 1',
    actor_count    Nullable(UInt64),
    event_count    Nullable(UInt64),
    measure        LowCardinality(String)   COMMENT 'measure of the catalogue, empty where none',
    instance       String                   COMMENT 'the measure as applied here, empty where none',
    harm           LowCardinality(String)   COMMENT 'harm class, empty where none',
    automatic      Bool                     COMMENT 'applied without a person',
    expires_at     Nullable(DateTime64(3, 'UTC')),
    task           String                   COMMENT 'empty where none',
    responder      String                   COMMENT 'pseudonym, empty where none',
    scripted       Bool                     COMMENT 'decided by a script, not a person',
    option_chosen  LowCardinality(String)   COMMENT 'option chosen, or rung reached',
    verdict        LowCardinality(String)   COMMENT 'confirmed, rejected, unsure, or empty',
    due_at         Nullable(DateTime64(3, 'UTC')),
    reason         LowCardinality(String)   COMMENT 'coded reason, without data',
    policy_hash    LowCardinality(String),
    clock_scale    Float64                  COMMENT 'workflow time per wall time; 1 in production',
    precedence     UInt64                   COMMENT 'larger for copies appended earlier',
    recorded_at    DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY toYYYYMM(recorded_at)
ORDER BY (kind, id)
TTL toDateTime(recorded_at) + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS outcome_facts AS
SELECT * EXCEPT (precedence) FROM outcomes FINAL;
