-- One row a campaign that was an attack by the word of a person: when a signal that acts was raised, when
-- somebody reported it, and when an audit found it; each empty where it never was. What detectors never
-- raised is here by report or audit alone. A case that was rejected is none, whoever reported it.
CREATE VIEW IF NOT EXISTS attack_facts AS
SELECT
    a.campaign AS campaign,
    any(a.defender) AS defender,
    anyIf(a.language, a.language != '') AS language,
    anyIf(a.region, a.language != '') AS region,
    anyIf(a.unit, a.unit != '') AS unit,
    minOrNull(a.detected) AS detected_at,
    minOrNull(a.reported) AS reported_at,
    minOrNull(a.audited) AS audited_at,
    min(a.seen) AS known_at,
    max(a.scripted) AS scripted
FROM
(
    SELECT
        c.campaign AS campaign, c.defender AS defender, toString(c.language) AS language,
        toString(c.region) AS region, toString(c.unit) AS unit,
        if(c.acting, toNullable(c.raised_at), NULL) AS detected,
        CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS reported,
        CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS audited,
        c.raised_at AS seen, toString(c.verdict) AS verdict, false AS told, c.scripted AS scripted
    FROM case_facts AS c
    WHERE c.campaign != ''
    UNION ALL
    SELECT
        o.campaign AS campaign, o.defender AS defender, toString(o.language) AS language,
        toString(o.region) AS region, toString(o.unit) AS unit,
        CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS detected,
        if(o.reason = 'report', o.event_at, NULL) AS reported,
        if(o.reason = 'audit', o.event_at, NULL) AS audited,
        o.at AS seen, '' AS verdict, true AS told, o.scripted AS scripted
    FROM outcome_facts AS o
    WHERE o.kind = 'campaign.known' AND o.campaign != ''
) AS a
GROUP BY a.campaign
HAVING countIf(a.verdict = 'confirmed') > 0 OR (max(a.told) AND countIf(a.verdict = 'rejected') = 0);
