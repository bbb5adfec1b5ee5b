-- States of cases read less: what already protects a defender is gathered only for those who have a case
-- that asked for no measure of its own, told by the opening of the case; and when a set was complete is looked
-- up among what was verified, earliest first, instead of being asked of every measure for every name.
DROP VIEW IF EXISTS case_states;

CREATE VIEW IF NOT EXISTS case_states AS
WITH
    toDateTime64('2299-01-01 00:00:00', 3, 'UTC') AS never,
    (SELECT mapFromArrays(groupArray(toString(s.threat)), groupArray(s.sets))
        FROM sufficient_sets AS s FINAL) AS sufficient
SELECT
    c.case_id AS case_id,
    c.defender AS defender,
    c.campaign AS campaign,
    c.threat AS threat,
    c.language AS language,
    c.region AS region,
    c.unit AS unit,
    r.acting_at IS NOT NULL OR c.requested > 0 AS acting,
    c.opened_at AS opened_at,
    ifNull(r.acting_at, c.opened_at) AS raised_at,
    arraySort(if(c.requested > 0, c.verified, arrayMap(m -> (m.1, m.2),
        arrayFilter(m -> m.3 IS NULL OR m.3 > c.opened_at, h.held)))) AS in_force,
    if(mapContains(sufficient, toString(c.threat)),
        sufficient[toString(c.threat)], sufficient['']) AS enough,
    arrayMin(arrayPushBack(arrayMap(one -> if(hasAll(in_force.2, one),
        arrayMax(arrayMap(name -> in_force.1[indexOf(in_force.2, name)], one)), never),
        enough), never)) AS safe_at,
    if(safe_at = never, NULL, greatest(safe_at, raised_at)) AS protected_at,
    c.first_verified_at AS first_verified_at,
    c.closed_at AS closed_at,
    c.close_reason AS close_reason,
    arrayMax(arrayPushBack(arrayMap(e -> if(e.1 <= safe_at, e.2, 0), r.scores), 0)) AS exposures,
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
        argMinIf(o.language, o.at, o.language != '') AS language,
        argMinIf(o.region, o.at, o.language != '') AS region,
        argMinIf(o.unit, o.at, o.unit != '') AS unit,
        min(o.at) AS opened_at,
        countIf(o.kind = 'measure.requested') AS requested,
        groupArrayIf((o.at, toString(o.measure)), o.kind = 'measure.verified') AS verified,
        minOrNullIf(o.at, o.kind = 'measure.verified') AS first_verified_at,
        minOrNullIf(o.at, o.kind = 'case.closed') AS closed_at,
        anyIf(o.reason, o.kind = 'case.closed') AS close_reason,
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
    SELECT
        o.campaign AS campaign,
        minOrNullIf(o.at, o.tier IN ('guard', 'shield')) AS acting_at,
        groupArrayIf((o.at, ifNull(o.event_count, 0)), o.event_count > 0) AS scores
    FROM outcome_facts AS o
    WHERE o.kind IN ('signal.raised', 'case.opened', 'case.merged') AND o.campaign != ''
    GROUP BY o.campaign
) AS r ON r.campaign = c.campaign
LEFT JOIN
(
    SELECT m.defender AS defender, groupArray((m.verified_at, m.measure, m.lifted_at)) AS held
    FROM
    (
        SELECT
            o.instance AS instance,
            any(o.defender) AS defender,
            argMaxIf(toString(o.measure), o.at, o.measure != '') AS measure,
            minIf(o.at, o.kind = 'measure.verified') AS verified_at,
            minOrNullIf(o.at, o.kind = 'measure.lifted') AS lifted_at
        FROM outcome_facts AS o
        WHERE o.kind IN ('measure.verified', 'measure.lifted') AND o.instance != ''
            AND o.defender IN (
                SELECT k.defender FROM outcome_facts AS k
                WHERE k.kind = 'case.opened' AND k.case_id NOT IN (
                    SELECT q.case_id FROM outcome_facts AS q
                    WHERE q.kind = 'measure.requested' AND q.case_id != ''))
        GROUP BY o.instance
        HAVING countIf(o.kind = 'measure.verified') > 0
    ) AS m
    GROUP BY m.defender
) AS h ON h.defender = if(c.requested > 0, '', c.defender);
