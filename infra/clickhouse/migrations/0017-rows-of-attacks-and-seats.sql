-- Attacks and staffed hours as rows that are built like those of cases: who asks reads them, and folds
-- nothing again.
DROP TABLE IF EXISTS attack_facts;
DROP TABLE IF EXISTS seat_facts;

-- One row an attack by the word of a person: when a signal that acts was raised, when somebody reported
-- it, and when an audit found it; each empty where it never was. A case that was rejected is none,
-- whoever reported it. Where no signal acted, a report and an audit have no campaign to share: what was said
-- about one defender is about one attack where less than two days lie between one time and the next, since an
-- audit looks at a whole day, and whoever reports may do so the day after. A campaign that detectors watched
-- keeps its name and takes in what was said beside it; two of them stay two. Nothing is taken in by
-- an attack that was detected: that would hide what was missed.
CREATE VIEW IF NOT EXISTS attack_states AS
WITH
    CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS unset,
    2 * 86400 AS apart_s
SELECT
    a.attack AS campaign,
    argMin(a.defender, a.seen) AS defender,
    argMinIf(a.language, a.seen, a.language != '') AS language,
    argMinIf(a.region, a.seen, a.language != '') AS region,
    argMinIf(a.unit, a.seen, a.unit != '') AS unit,
    minOrNull(a.detected) AS detected_at,
    minOrNull(a.reported) AS reported_at,
    minOrNull(a.audited) AS audited_at,
    min(a.seen) AS known_at,
    max(a.scripted) AS scripted
FROM
(
    SELECT
        c.campaign AS attack, c.defender AS defender, toString(c.language) AS language,
        toString(c.region) AS region, toString(c.unit) AS unit,
        if(c.acting, toNullable(c.raised_at), unset) AS detected, unset AS reported, unset AS audited,
        c.raised_at AS seen, toString(c.verdict) AS verdict, false AS told, c.scripted AS scripted
    FROM case_facts AS c
    WHERE c.campaign != ''
    UNION ALL
    SELECT
        if(t.of_case OR t.watched, t.campaign, min((NOT t.watched, t.began_at, t.campaign)) OVER (
            PARTITION BY t.defender, t.of_case, t.stretch).3) AS attack,
        t.defender, t.language, t.region, t.unit, unset,
        if(t.reason = 'report', toNullable(t.known_at), unset),
        if(t.reason = 'audit', toNullable(t.known_at), unset),
        t.at, '', true, t.scripted
    FROM
    (
        SELECT
            w.*,
            sum(w.begins) OVER (
                PARTITION BY w.defender, w.of_case ORDER BY w.began_at, w.id
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stretch
        FROM
        (
            SELECT
                k.*,
                dateDiff('second', lagInFrame(k.began_at, 1, fromUnixTimestamp64Milli(0, 'UTC')) OVER (
                    PARTITION BY k.defender, k.of_case ORDER BY k.began_at, k.id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), k.began_at) >= apart_s AS begins
            FROM
            (
                SELECT
                    o.id AS id, o.defender AS defender, o.campaign AS campaign,
                    toString(o.language) AS language, toString(o.region) AS region,
                    toString(o.unit) AS unit, toString(o.reason) AS reason, o.at AS at,
                    ifNull(o.event_at, o.at) AS known_at,
                    -- An audit of a watched campaign tells when it was judged, not when it began.
                    if(f.signals > 0, least(f.first_event_at, known_at), known_at) AS began_at,
                    o.case_id != '' OR o.campaign IN (
                        SELECT c.campaign FROM case_facts AS c WHERE c.acting) AS of_case,
                    o.campaign IN (
                        SELECT r.campaign FROM outcome_facts AS r
                        WHERE r.kind = 'review.sampled' AND r.campaign != '') AS watched,
                    o.scripted AS scripted
                FROM outcome_facts AS o
                LEFT JOIN campaign_facts AS f ON f.campaign = o.campaign
                WHERE o.kind = 'campaign.known' AND o.campaign != ''
            ) AS k
        ) AS w
    ) AS t
) AS a
GROUP BY a.attack
HAVING countIf(a.verdict = 'confirmed') > 0 OR (max(a.told) AND countIf(a.verdict = 'rejected') = 0);

CREATE TABLE IF NOT EXISTS attack_facts
(
    campaign    String                 COMMENT 'of detectors, else of the first word about it',
    defender    String                 COMMENT 'pseudonym',
    language    LowCardinality(String),
    region      LowCardinality(String),
    unit        LowCardinality(String),
    detected_at Nullable(DateTime64(3, 'UTC')) COMMENT 'first signal at guard or shield',
    reported_at Nullable(DateTime64(3, 'UTC')) COMMENT 'first report of it',
    audited_at  Nullable(DateTime64(3, 'UTC')) COMMENT 'first day that an audit found it on',
    known_at    DateTime64(3, 'UTC')   COMMENT 'first signal, or first word of a person',
    scripted    Bool
)
ENGINE = MergeTree
ORDER BY (defender, campaign);

-- Hours of a language for which the rota has seats, beside the people who were seen there: who claimed,
-- decided, answered or passed on a task within an hour of its opening. Scripts are nobody. Nobody is
-- named: what is left of people is how many there were.
CREATE VIEW IF NOT EXISTS seat_states AS
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

CREATE TABLE IF NOT EXISTS seat_facts
(
    hour     DateTime('UTC'),
    language LowCardinality(String),
    tasks    UInt64               COMMENT 'opened in the hour',
    seats    UInt64               COMMENT 'by the rota then in force',
    covered  UInt64               COMMENT 'tasks for which there was a seat',
    present  UInt64               COMMENT 'people who took part within an hour'
)
ENGINE = MergeTree
ORDER BY (language, hour);

-- A review reads the cases that were drawn, and no others.
DROP VIEW IF EXISTS review_facts;

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
LEFT JOIN
(
    SELECT k.case_id AS case_id, k.verdict AS verdict
    FROM case_facts AS k
    WHERE k.case_id IN (
        SELECT o.case_id FROM outcome_facts AS o
        WHERE o.kind = 'review.sampled' AND o.case_id != '')
) AS c ON c.case_id = r.case_id AND r.case_id != '';
