-- Holds and remedies with the generalised attributes of whom they concern.
DROP VIEW IF EXISTS hold_facts;

CREATE VIEW IF NOT EXISTS hold_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    anyIf(o.language, o.language != '') AS language,
    anyIf(o.region, o.region != '') AS region,
    anyIf(o.unit, o.unit != '') AS unit,
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
    anyIf(o.language, o.language != '') AS language,
    anyIf(o.region, o.region != '') AS region,
    anyIf(o.unit, o.unit != '') AS unit,
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
