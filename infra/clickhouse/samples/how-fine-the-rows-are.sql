-- How much of what is told had to be made coarser, so that at least five people share it?
SELECT quarter, grain, threat = '*' AS without_threat, language = '*' AS without_language,
    region = '*' AS without_region, count() AS cases
FROM analyst_cases
GROUP BY ALL
ORDER BY quarter, cases DESC
