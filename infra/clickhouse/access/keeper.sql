-- The role of whoever keeps the column store running: they see that it works, and no row of the shield.
-- Apply once as the first administrator, give each of them the role, then end the standing access of
-- everybody who had more (docs/row-access.md).
--   CREATE USER name IDENTIFIED WITH sha256_hash BY '...' DEFAULT ROLE shield_keeper;
CREATE ROLE IF NOT EXISTS shield_keeper;

-- No BACKUP, no system.query_log, no system.processes: each of them shows what rows say.

GRANT SHOW DATABASES, SHOW TABLES, SHOW COLUMNS ON *.* TO shield_keeper;
GRANT SELECT ON system.metrics TO shield_keeper;
GRANT SELECT ON system.asynchronous_metrics TO shield_keeper;
GRANT SELECT ON system.events TO shield_keeper;
GRANT SELECT ON system.disks TO shield_keeper;
GRANT SELECT ON system.parts TO shield_keeper;
GRANT SELECT ON system.merges TO shield_keeper;
GRANT SELECT ON system.mutations TO shield_keeper;
GRANT SELECT ON system.replicas TO shield_keeper;
GRANT KILL QUERY ON *.* TO shield_keeper;
GRANT SYSTEM MERGES, SYSTEM FLUSH LOGS, SYSTEM SYNC REPLICA, SYSTEM RESTART REPLICA
ON *.* TO shield_keeper;
