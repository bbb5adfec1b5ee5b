-- Does each hop account for every record?
SELECT hop, produced, landed, dropped, dead_lettered, unaccounted FROM operations_hops ORDER BY hop
