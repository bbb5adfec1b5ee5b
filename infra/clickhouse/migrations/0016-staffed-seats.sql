-- Hours of a language for which the rota has seats, beside the people who were seen there: who claimed,
-- decided, answered or passed on a task within an hour of its opening. Scripts are nobody. Nobody is
-- named: what is left of people is how many there were.
CREATE VIEW IF NOT EXISTS seat_facts AS
SELECT
    f.hour AS hour,
    f.language AS language,
    f.tasks AS tasks,
    f.seats AS seats,
    f.covered AS covered,
    ifNull(p.present, 0) AS present
FROM staffing_facts AS f
LEFT JOIN
(
    SELECT
        toStartOfHour(t.opened_at) AS hour,
        toString(t.language) AS language,
        uniqExact(o.responder) AS present
    FROM outcome_facts AS o
    INNER JOIN task_facts AS t ON t.task = o.task
    WHERE o.responder != '' AND NOT o.scripted AND t.language != ''
        AND o.kind IN ('task.claimed', 'task.decided', 'task.approved', 'task.contacted', 'task.passed')
        AND o.at < t.opened_at + INTERVAL 1 HOUR
    GROUP BY hour, language
) AS p ON p.hour = f.hour AND p.language = f.language;
