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

-- A case is protected when its first measure was verified. A case that asked for no measure of its
-- own, since another case of the defender already held what it needs, is protected by that one.
CREATE VIEW IF NOT EXISTS case_facts AS
SELECT
    c.case_id AS case_id,
    c.defender AS defender,
    c.campaign AS campaign,
    c.threat AS threat,
    r.acting_at IS NOT NULL OR c.requested > 0 AS acting,
    c.opened_at AS opened_at,
    ifNull(r.acting_at, c.opened_at) AS raised_at,
    multiIf(c.requested > 0, c.verified_at, s.shared_at IS NULL, NULL,
        greatest(s.shared_at, raised_at)) AS protected_at,
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
        min(o.at) AS opened_at,
        countIf(o.kind = 'measure.requested') AS requested,
        minOrNullIf(o.at, o.kind = 'measure.verified') AS verified_at,
        minOrNullIf(o.at, o.kind = 'case.closed') AS closed_at,
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
    SELECT o.campaign AS campaign, minOrNull(o.at) AS acting_at
    FROM outcome_facts AS o
    WHERE o.kind IN ('signal.raised', 'case.opened', 'case.merged')
        AND o.tier IN ('guard', 'shield') AND o.campaign != ''
    GROUP BY o.campaign
) AS r ON r.campaign = c.campaign
LEFT JOIN
(
    SELECT k.case_id AS case_id, minOrNull(m.verified_at) AS shared_at
    FROM
    (
        SELECT o.case_id AS case_id, any(o.defender) AS defender, min(o.at) AS opened_at
        FROM outcome_facts AS o
        WHERE o.case_id != ''
        GROUP BY o.case_id
    ) AS k
    INNER JOIN measure_facts AS m ON m.defender = k.defender
    WHERE m.verified_at IS NOT NULL AND (m.lifted_at IS NULL OR m.lifted_at > k.opened_at)
    GROUP BY k.case_id
) AS s ON s.case_id = c.case_id
SETTINGS join_use_nulls = 1;
