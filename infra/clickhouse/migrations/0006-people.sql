-- Holds and remedies are tasks of people too: their ends are decisions. A decision that was taken
-- back, and not made again, is none.
DROP VIEW IF EXISTS task_facts;

CREATE VIEW IF NOT EXISTS task_facts AS
SELECT
    o.task AS task,
    any(o.defender) AS defender,
    argMaxIf(o.case_id, o.at, o.case_id != '') AS case_id,
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
