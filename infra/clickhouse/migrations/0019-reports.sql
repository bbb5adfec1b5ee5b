-- How incident reports were taken: who sent them as a kind, when people answered, how they were closed.
-- Neither whom they concern nor who answered is here.
ALTER TABLE outcomes ADD COLUMN IF NOT EXISTS report String
    COMMENT 'incident report as the task that asks people, empty where none' AFTER improvement;

DROP VIEW IF EXISTS outcome_facts;

CREATE VIEW IF NOT EXISTS outcome_facts AS
SELECT * EXCEPT (precedence) FROM outcomes FINAL;

-- One row a report. The first answer counts; one that was opened again keeps it.
CREATE VIEW IF NOT EXISTS report_facts AS
SELECT
    o.report AS report,
    anyIf(o.option_chosen, o.kind = 'report.received') AS reporter,
    anyIf(o.reason, o.kind = 'report.received') AS urgency,
    anyIf(o.threat, o.kind = 'report.received') AS threat,
    minOrNullIf(o.at, o.kind = 'report.received') AS received_at,
    minOrNullIf(o.due_at, o.kind = 'report.received') AS due_at,
    minOrNullIf(o.at, o.kind = 'report.answered') AS answered_at,
    minOrNullIf(o.at, o.kind = 'report.closed') AS closed_at,
    anyIf(o.reason, o.kind = 'report.closed') AS ending
FROM outcome_facts AS o
WHERE o.kind IN ('report.received', 'report.answered', 'report.closed')
GROUP BY o.report
HAVING received_at IS NOT NULL;
