-- What the clock of a report was told of it: the report itself is the outbox, so nothing is lost
-- while the workflow server is away.
ALTER TABLE intake.report
  ADD COLUMN closed_by     text    CHECK (closed_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  ADD COLUMN told_version  integer NOT NULL DEFAULT 0,
  ADD COLUMN told_messages integer NOT NULL DEFAULT 0;
-- What was closed before there were clocks needs none.
UPDATE intake.report SET told_version = version WHERE closed_at_ms IS NOT NULL;
CREATE INDEX report_untold ON intake.report (received_at_ms, id) WHERE told_version < version;
