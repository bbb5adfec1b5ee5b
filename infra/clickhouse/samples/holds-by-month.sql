-- Who asked for action against defenders, and how did it end?
SELECT month, splitByChar('/', value)[1] AS origin, splitByChar('/', value)[2] AS ended, count
FROM analyst_counts
WHERE population = 'holds'
ORDER BY month, origin, ended
