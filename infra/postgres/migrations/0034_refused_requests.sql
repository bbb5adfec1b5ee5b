-- The second person's no: a request that was refused is over, and was never agreed to.
ALTER TABLE registry.request
  ADD COLUMN refused_by    text CHECK (refused_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  ADD COLUMN refused_at_ms bigint,
  ADD CONSTRAINT request_refused_by_another CHECK (refused_by <> asked_by),
  ADD CONSTRAINT request_refused CHECK ((refused_by IS NULL) = (refused_at_ms IS NULL)),
  ADD CONSTRAINT request_one_answer CHECK (refused_by IS NULL OR agreed_by IS NULL);
CREATE INDEX request_by_person ON registry.request (asked_by, asked_at_ms);
