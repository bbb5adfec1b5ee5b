-- Which measures were applied, by month? Those of fewer than five people are left out.
SELECT month, value AS measure, count
FROM analyst_counts
WHERE population = 'measures'
ORDER BY month, count DESC
