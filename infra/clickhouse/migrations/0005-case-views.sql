-- One row a case, measure and task, folded from outcomes whenever they are asked. Facts may arrive
-- in any order, so nothing here depends on the order of recording.
CREATE VIEW IF NOT EXISTS measure_facts AS
SELECT
    o.instance AS instance,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    argMaxIf(o.measure, o.at, o.measure != '') AS measure,
    argMaxIf(o.harm, o.at, o.harm != '') AS harm,
    max(o.automatic) AS automatic,
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

CREATE VIEW IF NOT EXISTS task_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
    max(o.clock_scale) AS clock_scale,
    min(o.at) AS opened_at,
    max(o.due_at) AS due_at,
    minOrNullIf(o.at, o.kind = 'task.claimed') AS claimed_at,
    minOrNullIf(o.at, o.kind = 'task.decided') AS decided_at,
    minOrNullIf(o.at, o.kind = 'task.overdue') AS overdue_at,
    countIf(o.kind = 'task.escalated') AS escalations,
    max(o.scripted) AS scripted,
    argMaxIf(o.option_chosen, o.at, o.kind = 'task.decided') AS option_chosen,
    argMaxIf(o.verdict, o.at, o.verdict != '') AS verdict
FROM outcome_facts AS o
WHERE o.task != ''
GROUP BY o.task;

CREATE VIEW IF NOT EXISTS case_facts AS
SELECT
    c.case_id AS case_id,
    c.defender AS defender,
    c.campaign AS campaign,
    c.threat AS threat,
    c.top_tier AS top_tier,
    c.opened_at AS opened_at,
    least(ifNull(r.raised_at, c.opened_at), c.opened_at) AS raised_at,
    c.protected_at AS protected_at,
    c.closed_at AS closed_at,
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
        multiIf(countIf(o.tier = 'shield') > 0, 'shield', countIf(o.tier = 'guard') > 0, 'guard',
            countIf(o.tier = 'watch') > 0, 'watch', 'none') AS top_tier,
        min(o.at) AS opened_at,
        minOrNullIf(o.at, o.kind = 'measure.verified') AS protected_at,
        minOrNullIf(o.at, o.kind = 'case.closed') AS closed_at,
        argMaxIf(o.verdict, o.at, o.verdict != '') AS verdict,
        max(o.scripted) AS scripted,
        max(o.clock_scale) AS clock_scale
    FROM outcome_facts AS o
    WHERE o.case_id != ''
    GROUP BY o.case_id
) AS c
LEFT JOIN
(
    SELECT o.campaign AS campaign, minOrNull(o.at) AS raised_at
    FROM outcome_facts AS o
    WHERE o.kind = 'signal.raised' AND o.campaign != ''
    GROUP BY o.campaign
) AS r ON r.campaign = c.campaign
SETTINGS join_use_nulls = 1;
