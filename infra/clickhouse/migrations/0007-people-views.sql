-- One row a hold, remedy, decision, notice, gap and measure that was withheld, folded from outcomes
-- whenever they are asked, in any order of recording.
CREATE VIEW IF NOT EXISTS hold_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
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

CREATE VIEW IF NOT EXISTS remedy_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
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

-- What a person decided, first and second approval alike; `pinned` where the policy is named.
CREATE VIEW IF NOT EXISTS decision_facts AS
SELECT
    o.id AS id,
    o.kind AS kind,
    o.defender AS defender,
    o.case_id AS case_id,
    o.task AS task,
    o.responder AS responder,
    o.scripted AS scripted,
    if(o.policy_hash != '', true, false) AS pinned,
    o.at AS at
FROM outcome_facts AS o
WHERE o.responder != ''
    AND o.kind IN ('task.decided', 'task.approved', 'hold.allowed', 'hold.refused',
        'remedy.restored', 'remedy.partly', 'remedy.refused', 'remedy.referred',
        'remedy.withdrawn');

CREATE VIEW IF NOT EXISTS notice_facts AS
SELECT
    o.id AS id,
    o.defender AS defender,
    o.task AS task,
    o.option_chosen AS audience,
    if(o.kind = 'notice.delivered', true, false) AS delivered,
    o.at AS at
FROM outcome_facts AS o
WHERE o.kind IN ('notice.delivered', 'notice.failed');

CREATE VIEW IF NOT EXISTS gap_facts AS
SELECT o.id AS id, o.defender AS defender, o.task AS task, o.reason AS gap, o.at AS at
FROM outcome_facts AS o
WHERE o.kind = 'coverage.gap';

CREATE VIEW IF NOT EXISTS withheld_facts AS
SELECT
    o.id AS id,
    o.defender AS defender,
    o.case_id AS case_id,
    o.measure AS measure,
    o.reason AS obstacle,
    o.at AS at
FROM outcome_facts AS o
WHERE o.kind = 'measure.withheld';

CREATE VIEW IF NOT EXISTS consent_facts AS
SELECT o.defender AS defender, min(o.at) AS withdrawn_at
FROM outcome_facts AS o
WHERE o.kind = 'consent.withdrawn'
GROUP BY o.defender;

-- Partitions that fell silent, until they spoke again.
CREATE VIEW IF NOT EXISTS silence_facts AS
SELECT f.id AS id, f.at AS missed_at, f.next_at AS restored_at
FROM
(
    SELECT
        o.id AS id,
        o.kind AS kind,
        o.at AS at,
        leadInFrame(toNullable(o.at)) OVER (
            PARTITION BY o.reason ORDER BY o.at, o.kind
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS next_at
    FROM outcome_facts AS o
    WHERE o.kind IN ('coverage.missed', 'coverage.restored')
) AS f
WHERE f.kind = 'coverage.missed';
