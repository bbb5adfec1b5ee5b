-- What parity runs let out: counts of many people by quarter. No reference, no answer of anybody.
CREATE TABLE registry.parity_run (
  id         text   PRIMARY KEY CHECK (id ~ '^par_[0-9a-f]{24}$'),
  quarter    text   NOT NULL CHECK (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  facts_hash text   NOT NULL CHECK (facts_hash ~ '^[0-9a-f]{64}$'),
  -- Empty for the first run of a quarter.
  corrects   text   NOT NULL,
  asked_by   text   NOT NULL CHECK (asked_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  agreed_by  text   NOT NULL CHECK (agreed_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  at_ms      bigint NOT NULL,
  released   jsonb  NOT NULL,
  CONSTRAINT parity_two_people CHECK (agreed_by <> asked_by),
  -- A quarter is counted once; each correction follows one run, and one follows each run.
  CONSTRAINT parity_once UNIQUE (quarter, corrects)
);
CREATE TRIGGER parity_append_only BEFORE UPDATE OR DELETE ON registry.parity_run
  FOR EACH ROW EXECUTE FUNCTION registry.refuse_change();
