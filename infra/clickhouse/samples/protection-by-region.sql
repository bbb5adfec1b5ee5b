-- Of the cases of each region, how many were protected within a quarter of an hour, by quarter?
SELECT quarter, region, countIf(protection = 'within-15-min') / count() AS share, count() AS cases
FROM analyst_cases
WHERE NOT scripted
GROUP BY quarter, region
ORDER BY quarter, region
