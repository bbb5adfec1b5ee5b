-- The account of an analyst. On a server or cluster only: the engine inside a process has no accounts.
-- Apply as an administrator in the database of the shield, then give a person the role:
--   CREATE USER name IDENTIFIED WITH sha256_hash BY '...' DEFAULT ROLE shield_analyst;
-- Rows of single cases inside, of defenders and of people who decide, are not here: reading them is an
-- act of the registry, with two persons and a record.
CREATE SETTINGS PROFILE IF NOT EXISTS shield_analyst
SETTINGS readonly = 2, max_execution_time = 30 MAX 60, max_memory_usage = 2000000000 MAX 4000000000,
    max_result_rows = 100000 MAX 100000, max_rows_to_read = 100000000 MAX 100000000, log_queries = 1 CONST;

CREATE ROLE IF NOT EXISTS shield_analyst SETTINGS PROFILE 'shield_analyst';

GRANT SELECT ON analyst_cases TO shield_analyst;
GRANT SELECT ON analyst_counts TO shield_analyst;
GRANT SELECT ON operations_hops TO shield_analyst;
GRANT SELECT ON operations_dead_letters TO shield_analyst;
GRANT SELECT ON operations_silences TO shield_analyst;
GRANT SELECT ON operations_recorded TO shield_analyst;

-- A view reads with the rights of whoever asks, unless told otherwise, and an analyst has none on what
-- lies below: the views of machines read as a user who can log in from nowhere.
CREATE USER IF NOT EXISTS shield_views HOST NONE;
GRANT SELECT ON hop_facts TO shield_views;
GRANT SELECT ON hop_counts TO shield_views;
GRANT SELECT ON dead_letter_facts TO shield_views;
GRANT SELECT ON dead_letters TO shield_views;
GRANT SELECT ON silence_facts TO shield_views;
GRANT SELECT ON outcome_facts TO shield_views;
GRANT SELECT ON outcomes TO shield_views;
ALTER TABLE operations_hops MODIFY SQL SECURITY DEFINER DEFINER = shield_views;
ALTER TABLE operations_dead_letters MODIFY SQL SECURITY DEFINER DEFINER = shield_views;
ALTER TABLE operations_silences MODIFY SQL SECURITY DEFINER DEFINER = shield_views;
ALTER TABLE operations_recorded MODIFY SQL SECURITY DEFINER DEFINER = shield_views;

-- The tables hold closed quarters only; the policies hold that too, should a table ever be filled wrongly.
CREATE ROW POLICY IF NOT EXISTS shield_analyst_cases ON analyst_cases
FOR SELECT USING quarter < toStartOfQuarter(today()) TO shield_analyst;
CREATE ROW POLICY IF NOT EXISTS shield_analyst_counts ON analyst_counts
FOR SELECT USING quarter < toStartOfQuarter(today()) TO shield_analyst;

CREATE QUOTA IF NOT EXISTS shield_analyst
FOR INTERVAL 1 hour MAX queries = 600, result_rows = 1000000, execution_time = 900,
FOR INTERVAL 1 day MAX queries = 4000, result_rows = 5000000
TO shield_analyst;
