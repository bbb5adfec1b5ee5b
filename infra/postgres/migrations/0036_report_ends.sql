-- A closed report ends: its key is destroyed, then its row keeps codes, times and counts alone.
ALTER TABLE intake.report
  ADD COLUMN erased_at_ms bigint,
  ALTER COLUMN receipt_digest DROP NOT NULL,
  ALTER COLUMN content DROP NOT NULL,
  ADD CONSTRAINT report_erased_closed CHECK (erased_at_ms IS NULL OR closed_at_ms IS NOT NULL),
  ADD CONSTRAINT report_erased_empty
    CHECK ((erased_at_ms IS NULL) = (content IS NOT NULL) AND (content IS NULL) = (receipt_digest IS NULL));
CREATE INDEX report_ends ON intake.report (closed_at_ms, id) WHERE erased_at_ms IS NULL;
