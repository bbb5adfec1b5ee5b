-- Generalised attributes of whom a fact concerns: never finer than what enough designations share.
ALTER TABLE outcomes ADD COLUMN IF NOT EXISTS language LowCardinality(String)
    COMMENT 'language, other where too few share it, empty where unknown' AFTER policy_hash;

ALTER TABLE outcomes ADD COLUMN IF NOT EXISTS region LowCardinality(String)
    COMMENT 'region with enough designations, empty where unknown' AFTER language;

ALTER TABLE outcomes ADD COLUMN IF NOT EXISTS unit LowCardinality(String)
    COMMENT 'who answers for the fact, empty where unknown' AFTER region;

DROP VIEW IF EXISTS outcome_facts;

CREATE VIEW IF NOT EXISTS outcome_facts AS
SELECT * EXCEPT (precedence) FROM outcomes FINAL;

-- Which measures, verified together, protect against a threat: each set by itself is enough. Written
-- from the rules whenever rows are built; the row of the empty threat holds for those without one.
CREATE TABLE IF NOT EXISTS sufficient_sets
(
    threat      LowCardinality(String),
    sets        Array(Array(String))   COMMENT 'names of measures',
    policy_hash String                 COMMENT 'hash of the rule file',
    at          DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY threat
SETTINGS non_replicated_deduplication_window = 1000;

DROP VIEW IF EXISTS case_facts;
DROP VIEW IF EXISTS measure_facts;
DROP VIEW IF EXISTS task_facts;

-- What is known of each measure, task and case, folded from outcomes whenever it is asked. Facts may
-- arrive in any order, so nothing here depends on the order of recording.
CREATE VIEW IF NOT EXISTS measure_states AS
SELECT
    o.instance AS instance,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    argMaxIf(o.measure, o.at, o.measure != '') AS measure,
    argMaxIf(o.harm, o.at, o.harm != '') AS harm,
    max(o.automatic) AS automatic,
    anyIf(o.language, o.language != '') AS language,
    anyIf(o.region, o.region != '') AS region,
    anyIf(o.unit, o.unit != '') AS unit,
    max(o.clock_scale) AS clock_scale,
    minOrNullIf(o.at, o.kind = 'measure.requested') AS requested_at,
    minOrNullIf(o.at, o.kind = 'measure.applied') AS applied_at,
    minOrNullIf(o.at, o.kind = 'measure.verified') AS verified_at,
    minOrNullIf(o.at, o.kind = 'measure.refused') AS refused_at,
    minOrNullIf(o.at, o.kind = 'measure.failed') AS failed_at,
    minOrNullIf(o.at, o.kind = 'measure.expired') AS expired_at,
    minOrNullIf(o.at, o.kind = 'measure.lifted') AS lifted_at,
    max(o.expires_at) AS expires_at,
    countIf(o.kind = 'measure.applied') AS applied_times
FROM outcome_facts AS o
WHERE o.instance != ''
GROUP BY o.instance;

-- Holds and remedies are tasks of people too: their ends are decisions. A decision that was taken
-- back, and not made again, is none.
CREATE VIEW IF NOT EXISTS task_states AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    anyIf(o.language, o.language != '') AS language,
    anyIf(o.region, o.region != '') AS region,
    anyIf(o.unit, o.unit != '') AS unit,
    max(o.clock_scale) AS clock_scale,
    min(o.at) AS opened_at,
    max(o.due_at) AS due_at,
    minOrNullIf(o.at, o.kind = 'task.claimed') AS claimed_at,
    if(maxIf(o.at, o.kind = 'task.undone') > maxIf(o.at, o.kind = 'task.decided'), NULL,
        minOrNullIf(o.at, o.kind IN ('task.decided', 'hold.allowed', 'hold.refused',
            'remedy.restored', 'remedy.partly', 'remedy.refused', 'remedy.referred',
            'remedy.withdrawn'))) AS decided_at,
    minOrNullIf(o.at, o.kind IN ('task.overdue', 'remedy.overdue', 'hold.released-unreviewed'))
        AS overdue_at,
    countIf(o.kind = 'task.escalated') AS escalations,
    max(o.scripted) AS scripted,
    argMaxIf(o.option_chosen, o.at, o.kind = 'task.decided') AS option_chosen,
    argMaxIf(o.verdict, o.at, o.verdict != '') AS verdict
FROM outcome_facts AS o
WHERE o.task != ''
GROUP BY o.task;

-- A case is protected when every measure of a sufficient set was verified, by whichever set was
-- first. A case that asked for no measure of its own, since another case of the defender already held
-- what it needs, is protected by those. Exposures are what the campaign had delivered when it was
-- last scored before protection: at least so many.
CREATE VIEW IF NOT EXISTS case_states AS
WITH
    toDateTime64('2299-01-01 00:00:00', 3, 'UTC') AS never,
    (SELECT mapFromArrays(groupArray(toString(s.threat)), groupArray(s.sets))
        FROM sufficient_sets AS s FINAL) AS sufficient
SELECT
    c.case_id AS case_id,
    c.defender AS defender,
    c.campaign AS campaign,
    c.threat AS threat,
    c.language AS language,
    c.region AS region,
    c.unit AS unit,
    r.acting_at IS NOT NULL OR c.requested > 0 AS acting,
    c.opened_at AS opened_at,
    ifNull(r.acting_at, c.opened_at) AS raised_at,
    if(c.requested > 0, c.verified, h.held) AS in_force,
    if(mapContains(sufficient, toString(c.threat)),
        sufficient[toString(c.threat)], sufficient['']) AS enough,
    arrayMin(arrayPushBack(arrayMap(one -> arrayMax(arrayPushBack(arrayMap(
        name -> arrayMin(arrayPushBack(arrayMap(v -> if(v.1 = name, v.2, never), in_force), never)),
        one), fromUnixTimestamp64Milli(0, 'UTC'))), enough), never)) AS safe_at,
    if(safe_at = never, NULL, greatest(safe_at, raised_at)) AS protected_at,
    c.first_verified_at AS first_verified_at,
    c.closed_at AS closed_at,
    c.close_reason AS close_reason,
    arrayMax(arrayPushBack(arrayMap(e -> if(e.1 <= safe_at, e.2, 0), r.scores), 0)) AS exposures,
    c.verdict AS verdict,
    c.scripted AS scripted,
    c.clock_scale AS clock_scale
FROM
(
    SELECT
        o.case_id AS case_id,
        any(o.defender) AS defender,
        argMinIf(o.campaign, o.at, o.campaign != '') AS campaign,
        argMinIf(o.threat, o.at, o.threat != '') AS threat,
        anyIf(o.language, o.language != '') AS language,
        anyIf(o.region, o.region != '') AS region,
        anyIf(o.unit, o.unit != '') AS unit,
        min(o.at) AS opened_at,
        countIf(o.kind = 'measure.requested') AS requested,
        groupArrayIf((toString(o.measure), o.at), o.kind = 'measure.verified') AS verified,
        minOrNullIf(o.at, o.kind = 'measure.verified') AS first_verified_at,
        minOrNullIf(o.at, o.kind = 'case.closed') AS closed_at,
        anyIf(o.reason, o.kind = 'case.closed') AS close_reason,
        -- The last clear word stands; a later unsure does not take it back.
        if(countIf(o.verdict IN ('confirmed', 'rejected')) > 0,
            argMaxIf(o.verdict, o.at, o.verdict IN ('confirmed', 'rejected')),
            anyIf(o.verdict, o.verdict != '')) AS verdict,
        max(o.scripted) AS scripted,
        max(o.clock_scale) AS clock_scale
    FROM outcome_facts AS o
    WHERE o.case_id != ''
    GROUP BY o.case_id
) AS c
LEFT JOIN
(
    SELECT
        o.campaign AS campaign,
        minOrNullIf(o.at, o.tier IN ('guard', 'shield')) AS acting_at,
        groupArrayIf((o.at, ifNull(o.event_count, 0)), o.event_count > 0) AS scores
    FROM outcome_facts AS o
    WHERE o.kind IN ('signal.raised', 'case.opened', 'case.merged') AND o.campaign != ''
    GROUP BY o.campaign
) AS r ON r.campaign = c.campaign
LEFT JOIN
(
    SELECT k.case_id AS case_id, groupArray((toString(m.measure), assumeNotNull(m.verified_at))) AS held
    FROM
    (
        SELECT o.case_id AS case_id, any(o.defender) AS defender, min(o.at) AS opened_at
        FROM outcome_facts AS o
        WHERE o.case_id != ''
        GROUP BY o.case_id
        HAVING countIf(o.kind = 'measure.requested') = 0
    ) AS k
    INNER JOIN measure_states AS m ON m.defender = k.defender
    WHERE m.verified_at IS NOT NULL AND (m.lifted_at IS NULL OR m.lifted_at > k.opened_at)
    GROUP BY k.case_id
) AS h ON h.case_id = c.case_id;

-- One row each, rebuilt as a whole from the states above and put in place at once: building twice
-- gives the same rows. The catalogue reads these.
CREATE TABLE IF NOT EXISTS case_facts
(
    case_id           String,
    defender          String                 COMMENT 'pseudonym',
    campaign          String,
    threat            LowCardinality(String),
    language          LowCardinality(String) COMMENT 'generalised, empty where unknown',
    region            LowCardinality(String) COMMENT 'generalised, empty where unknown',
    unit              LowCardinality(String) COMMENT 'who answers for it, empty where unknown',
    acting            Bool                   COMMENT 'reached guard or shield',
    opened_at         DateTime64(3, 'UTC'),
    raised_at         DateTime64(3, 'UTC')   COMMENT 'first signal at guard or shield',
    protected_at      Nullable(DateTime64(3, 'UTC')) COMMENT 'a sufficient set was verified',
    first_verified_at Nullable(DateTime64(3, 'UTC')) COMMENT 'a first measure was verified',
    closed_at         Nullable(DateTime64(3, 'UTC')),
    close_reason      LowCardinality(String),
    exposures         UInt64                 COMMENT 'events delivered before protection, at least',
    verdict           LowCardinality(String),
    scripted          Bool,
    clock_scale       Float64
)
ENGINE = MergeTree
ORDER BY (acting, threat, case_id);

CREATE TABLE IF NOT EXISTS measure_facts
(
    instance      String,
    defender      String                 COMMENT 'pseudonym',
    case_id       String,
    measure       LowCardinality(String),
    harm          LowCardinality(String),
    automatic     Bool,
    language      LowCardinality(String),
    region        LowCardinality(String),
    unit          LowCardinality(String),
    clock_scale   Float64,
    requested_at  Nullable(DateTime64(3, 'UTC')),
    applied_at    Nullable(DateTime64(3, 'UTC')),
    verified_at   Nullable(DateTime64(3, 'UTC')),
    refused_at    Nullable(DateTime64(3, 'UTC')),
    failed_at     Nullable(DateTime64(3, 'UTC')),
    expired_at    Nullable(DateTime64(3, 'UTC')),
    lifted_at     Nullable(DateTime64(3, 'UTC')),
    expires_at    Nullable(DateTime64(3, 'UTC')),
    applied_times UInt64
)
ENGINE = MergeTree
ORDER BY (measure, instance);

CREATE TABLE IF NOT EXISTS task_facts
(
    task          String,
    defender      String                 COMMENT 'pseudonym',
    case_id       String,
    language      LowCardinality(String),
    region        LowCardinality(String),
    unit          LowCardinality(String),
    clock_scale   Float64,
    opened_at     DateTime64(3, 'UTC'),
    due_at        Nullable(DateTime64(3, 'UTC')),
    claimed_at    Nullable(DateTime64(3, 'UTC')),
    decided_at    Nullable(DateTime64(3, 'UTC')),
    overdue_at    Nullable(DateTime64(3, 'UTC')),
    escalations   UInt64,
    scripted      Bool,
    option_chosen LowCardinality(String),
    verdict       LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY task;
