-- The account of single rows. On a server or cluster only: the engine inside a process has no accounts.
-- Apply as an administrator in the database of the shield, then make the one user that the desk has:
--   CREATE USER shield_rows IDENTIFIED WITH sha256_hash BY '...' HOST NAME 'desk' DEFAULT ROLE shield_row_reader;
-- and give its address to the desk as SHIELD_DESK_ROWS_URL. No person knows the password: rows leave
-- through the act of two persons alone (docs/row-access.md).
CREATE SETTINGS PROFILE IF NOT EXISTS shield_row_reader
SETTINGS readonly = 2, max_execution_time = 30 MAX 60, max_memory_usage = 2000000000 MAX 4000000000,
    max_result_rows = 1001 MAX 1001, result_overflow_mode = 'throw' CONST, log_queries = 1 CONST;

CREATE ROLE IF NOT EXISTS shield_row_reader SETTINGS PROFILE 'shield_row_reader';

-- Column by column: what is not here cannot be read, whatever the rules of the desk say.
GRANT SELECT(id, kind, defender, at, event_at, first_event_at, campaign, case_id, signal, threat, tier,
    score, actor_count, event_count, measure, instance, harm, automatic, expires_at, task, responder,
    scripted, option_chosen, verdict, due_at, reason, policy_hash, clock_scale)
ON outcomes TO shield_row_reader;
GRANT SELECT(id, revision, defender, campaign, threat, tier, score, coordination, hostility, inauthentic,
    direct_harm, first_event_at, event_at, event_count, actor_count, policy_hash)
ON signals TO shield_row_reader;
GRANT SELECT(case_id, defender, campaign, threat, acting, opened_at, raised_at, protected_at,
    first_verified_at, closed_at, close_reason, exposures, verdict, scripted, clock_scale)
ON case_facts TO shield_row_reader;
GRANT SELECT(instance, defender, case_id, measure, harm, automatic, requested_at, applied_at, verified_at,
    refused_at, failed_at, expired_at, lifted_at, expires_at, applied_times, clock_scale)
ON measure_facts TO shield_row_reader;
GRANT SELECT(task, defender, case_id, opened_at, due_at, claimed_at, decided_at, overdue_at, escalations,
    scripted, option_chosen, verdict, clock_scale)
ON task_facts TO shield_row_reader;

-- What has outlived its time is not read, also before the store has got round to removing it. Other
-- accounts keep what they see: users_without_row_policies_can_read_rows stays as it is by default.
CREATE ROW POLICY IF NOT EXISTS shield_row_reader_outcomes ON outcomes
FOR SELECT USING recorded_at > now() - INTERVAL 730 DAY TO shield_row_reader;
CREATE ROW POLICY IF NOT EXISTS shield_row_reader_signals ON signals
FOR SELECT USING recorded_at > now() - INTERVAL 180 DAY TO shield_row_reader;

CREATE QUOTA IF NOT EXISTS shield_row_reader
FOR INTERVAL 1 hour MAX queries = 120, result_rows = 10000, execution_time = 600,
FOR INTERVAL 1 day MAX queries = 600, result_rows = 50000
TO shield_row_reader;
