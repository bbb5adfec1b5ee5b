-- Blind reviews, approved changes of policy and tracked actions.
ALTER TABLE outcomes ADD COLUMN IF NOT EXISTS improvement String
    COMMENT 'blind review, proposal or action, empty where none' AFTER unit;

ALTER TABLE outcomes ADD COLUMN IF NOT EXISTS population Nullable(UInt64)
    COMMENT 'how many a sample was drawn from' AFTER improvement;

DROP VIEW IF EXISTS outcome_facts;

CREATE VIEW IF NOT EXISTS outcome_facts AS
SELECT * EXCEPT (precedence) FROM outcomes FINAL;

-- One row a blind review. `first_verdict` is what the case came to without it; `expected` is what a golden
-- case is known to be. A verdict of a review names no case, so that it never moves that of the case.
CREATE VIEW IF NOT EXISTS review_facts AS
SELECT
    r.review AS review,
    r.stream AS stream,
    r.defender AS defender,
    r.case_id AS case_id,
    r.campaign AS campaign,
    r.language AS language,
    r.region AS region,
    r.day AS day,
    r.population AS population,
    r.expected AS expected,
    r.sampled_at AS sampled_at,
    r.due_at AS due_at,
    r.verdict AS verdict,
    r.responder AS responder,
    r.scripted AS scripted,
    r.judged_at AS judged_at,
    c.verdict AS first_verdict
FROM
(
    SELECT
        o.improvement AS review,
        anyIf(o.defender, o.kind = 'review.sampled') AS defender,
        anyIf(o.reason, o.kind = 'review.sampled') AS stream,
        anyIf(o.case_id, o.kind = 'review.sampled') AS case_id,
        anyIf(o.campaign, o.kind = 'review.sampled') AS campaign,
        anyIf(o.language, o.kind = 'review.sampled') AS language,
        anyIf(o.region, o.kind = 'review.sampled') AS region,
        minOrNullIf(o.event_at, o.kind = 'review.sampled') AS day,
        max(ifNull(o.population, 0)) AS population,
        anyIf(o.option_chosen, o.kind = 'review.sampled') AS expected,
        minOrNullIf(o.at, o.kind = 'review.sampled') AS sampled_at,
        max(o.due_at) AS due_at,
        anyIf(o.verdict, o.kind = 'review.judged') AS verdict,
        anyIf(o.responder, o.kind = 'review.judged') AS responder,
        maxIf(o.scripted, o.kind = 'review.judged') AS scripted,
        minOrNullIf(o.at, o.kind = 'review.judged') AS judged_at
    FROM outcome_facts AS o
    WHERE o.kind IN ('review.sampled', 'review.judged')
    GROUP BY o.improvement
) AS r
LEFT JOIN case_facts AS c ON c.case_id = r.case_id AND r.case_id != '';

-- One row an action that came out of looking back at an incident.
CREATE VIEW IF NOT EXISTS action_facts AS
SELECT
    o.improvement AS action,
    anyIf(o.reason, o.kind = 'action.opened') AS subject,
    anyIf(o.option_chosen, o.kind = 'action.opened') AS owner,
    minOrNullIf(o.at, o.kind = 'action.opened') AS opened_at,
    max(o.due_at) AS due_at,
    minOrNullIf(o.at, o.kind = 'action.closed') AS closed_at,
    anyIf(o.reason, o.kind = 'action.closed') AS closed_as
FROM outcome_facts AS o
WHERE o.kind IN ('action.opened', 'action.closed')
GROUP BY o.improvement;
