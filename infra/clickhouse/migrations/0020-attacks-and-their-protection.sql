-- Attacks with what became of their case: how long whoever reported waited for protection is asked of these
-- rows alone.
DROP TABLE IF EXISTS attack_facts;
DROP VIEW IF EXISTS attack_states;

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
    max(a.scripted) AS scripted,
    minOrNull(a.safe) AS protected_at,
    maxOrNull(a.over) AS closed_at,
    max(a.scale) AS clock_scale
FROM
(
    SELECT
        c.campaign AS attack, c.defender AS defender, toString(c.language) AS language,
        toString(c.region) AS region, toString(c.unit) AS unit,
        if(c.acting, toNullable(c.raised_at), unset) AS detected, unset AS reported, unset AS audited,
        c.raised_at AS seen, toString(c.verdict) AS verdict, false AS told, c.scripted AS scripted,
        c.protected_at AS safe, c.closed_at AS over, c.clock_scale AS scale
    FROM case_facts AS c
    WHERE c.campaign != ''
    UNION ALL
    SELECT
        if(t.of_case OR t.watched, t.campaign, min((NOT t.watched, t.began_at, t.campaign)) OVER (
            PARTITION BY t.defender, t.of_case, t.stretch).3) AS attack,
        t.defender, t.language, t.region, t.unit, unset,
        if(t.reason = 'report', toNullable(t.known_at), unset),
        if(t.reason = 'audit', toNullable(t.known_at), unset),
        t.at, '', true, t.scripted, unset, unset, 1.
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
    campaign     String                 COMMENT 'of detectors, else of the first word about it',
    defender     String                 COMMENT 'pseudonym',
    language     LowCardinality(String),
    region       LowCardinality(String),
    unit         LowCardinality(String),
    detected_at  Nullable(DateTime64(3, 'UTC')) COMMENT 'first signal at guard or shield',
    reported_at  Nullable(DateTime64(3, 'UTC')) COMMENT 'first report of it',
    audited_at   Nullable(DateTime64(3, 'UTC')) COMMENT 'first day that an audit found it on',
    known_at     DateTime64(3, 'UTC')   COMMENT 'first signal, or first word of a person',
    scripted     Bool,
    protected_at Nullable(DateTime64(3, 'UTC')) COMMENT 'a sufficient set was verified in its case',
    closed_at    Nullable(DateTime64(3, 'UTC')) COMMENT 'its case was closed',
    clock_scale  Float64
)
ENGINE = MergeTree
ORDER BY (defender, campaign);
