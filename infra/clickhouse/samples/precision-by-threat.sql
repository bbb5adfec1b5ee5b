-- Of the judged alarms, how many were attacks, by kind of attack?
SELECT threat, countIf(verdict = 'confirmed') / countIf(verdict IN ('confirmed', 'rejected')) AS precision,
    countIf(verdict IN ('confirmed', 'rejected')) AS judged
FROM analyst_cases
WHERE NOT scripted
GROUP BY threat
HAVING judged > 0
ORDER BY judged DESC
