-- What is told of somebody may change between two facts. Language and region come together, from the
-- first fact that tells them, so that no pair is told that was never allowed, and the same every time.
-- Both are asked of the same rows by the same time: a pair as one value costs five times as much.
DROP VIEW IF EXISTS measure_states;

CREATE VIEW IF NOT EXISTS measure_states AS
SELECT
    o.instance AS instance,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    argMaxIf(o.measure, o.at, o.measure != '') AS measure,
    argMaxIf(o.harm, o.at, o.harm != '') AS harm,
    max(o.automatic) AS automatic,
    argMinIf(o.language, o.at, o.language != '') AS language,
    argMinIf(o.region, o.at, o.language != '') AS region,
    argMinIf(o.unit, o.at, o.unit != '') AS unit,
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

DROP VIEW IF EXISTS task_states;

CREATE VIEW IF NOT EXISTS task_states AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    argMinIf(o.language, o.at, o.language != '') AS language,
    argMinIf(o.region, o.at, o.language != '') AS region,
    argMinIf(o.unit, o.at, o.unit != '') AS unit,
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

DROP VIEW IF EXISTS case_states;

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
        argMinIf(o.language, o.at, o.language != '') AS language,
        argMinIf(o.region, o.at, o.language != '') AS region,
        argMinIf(o.unit, o.at, o.unit != '') AS unit,
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

DROP VIEW IF EXISTS hold_facts;

CREATE VIEW IF NOT EXISTS hold_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    argMinIf(o.language, o.at, o.language != '') AS language,
    argMinIf(o.region, o.at, o.language != '') AS region,
    argMinIf(o.unit, o.at, o.unit != '') AS unit,
    splitByChar('.', anyIf(o.reason, o.kind IN ('hold.placed', 'hold.override')))[1] AS origin,
    countIf(o.kind = 'hold.placed') > 0 AS waited,
    minOrNullIf(o.at, o.kind IN ('hold.placed', 'hold.override')) AS placed_at,
    max(o.due_at) AS due_at,
    minOrNullIf(o.at, o.kind IN ('hold.allowed', 'hold.refused', 'hold.released-unreviewed'))
        AS ended_at,
    substring(argMinIf(o.kind, o.at, o.kind IN ('hold.allowed', 'hold.refused',
        'hold.released-unreviewed')), 6) AS ended_as,
    max(o.scripted) AS scripted,
    max(o.clock_scale) AS clock_scale
FROM outcome_facts AS o
WHERE startsWith(o.kind, 'hold.')
GROUP BY o.task;

DROP VIEW IF EXISTS remedy_facts;

CREATE VIEW IF NOT EXISTS remedy_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    argMinIf(o.language, o.at, o.language != '') AS language,
    argMinIf(o.region, o.at, o.language != '') AS region,
    argMinIf(o.unit, o.at, o.unit != '') AS unit,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    anyIf(o.reason, o.kind = 'remedy.opened') AS cause,
    minOrNullIf(o.at, o.kind = 'remedy.opened') AS opened_at,
    max(o.due_at) AS due_at,
    minOrNullIf(o.at, o.kind IN ('remedy.restored', 'remedy.partly', 'remedy.refused',
        'remedy.referred', 'remedy.withdrawn')) AS ended_at,
    substring(argMinIf(o.kind, o.at, o.kind IN ('remedy.restored', 'remedy.partly',
        'remedy.refused', 'remedy.referred', 'remedy.withdrawn')), 8) AS ended_as,
    anyIf(o.responder, o.responder != '') AS decided_by,
    max(o.scripted) AS scripted,
    max(o.clock_scale) AS clock_scale
FROM outcome_facts AS o
WHERE startsWith(o.kind, 'remedy.')
GROUP BY o.task;

-- Rows of one person lie together: almost every figure counts by person first, so that sums are made
-- where the rows lie, and windows over what happened to somebody need no sort. The rows are built
-- again from outcomes by whoever builds facts next.

DROP TABLE IF EXISTS case_facts;

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
ORDER BY (defender, case_id);

DROP TABLE IF EXISTS measure_facts;

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
ORDER BY (defender, measure, instance);

DROP TABLE IF EXISTS task_facts;

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
ORDER BY (defender, task);
