-- Who did what to whom, under pseudonyms: a chain of rows, each with the hash of the one before.
CREATE SCHEMA audit;

CREATE TABLE audit.entry (
  seq         bigint   PRIMARY KEY CHECK (seq >= 1),
  at_ms       bigint   NOT NULL CHECK (at_ms >= 0),
  principal   text     NOT NULL CHECK (principal ~ '^([a-z]_[A-Za-z0-9_-]{22}|[a-z][a-z0-9.:-]{0,95})$'),
  act         text     NOT NULL CHECK (act ~ '^[a-z][a-z0-9.:-]{0,95}$'),
  purpose     text     CHECK (purpose ~ '^[a-z][a-z0-9.:-]{0,95}$'),
  subject     text     CHECK (subject ~ '^([a-z]_[A-Za-z0-9_-]{22}|[a-z][a-z0-9.:-]{0,95})$'),
  policy_ids  text[]   NOT NULL,
  result      text     NOT NULL CHECK (result IN ('allowed', 'refused', 'failed')),
  reason      text     CHECK (reason ~ '^[a-z][a-z0-9.:-]{0,95}$'),
  previous    bytea    NOT NULL CHECK (octet_length(previous) = 32),
  hash        bytea    NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX entry_subject ON audit.entry (subject, seq);
CREATE INDEX entry_principal ON audit.entry (principal, seq);

-- The next row follows the last one, whoever writes it.
CREATE FUNCTION audit.follow_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT seq, hash INTO last FROM audit.entry ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1
     OR NEW.previous <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) THEN
    RAISE EXCEPTION 'an audit row follows the last one';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_follows_last BEFORE INSERT ON audit.entry
  FOR EACH ROW EXECUTE FUNCTION audit.follow_last();

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are only added';
END $$;
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON audit.entry
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Rows are appended as this role, which may neither change nor remove one. Roles belong to the
-- whole server, so another database of it may have made the role.
DO $$
BEGIN
  CREATE ROLE shield_audit_writer NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA audit TO shield_audit_writer;
GRANT SELECT, INSERT ON audit.entry TO shield_audit_writer;
DO $$
BEGIN
  EXECUTE format('GRANT shield_audit_writer TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  -- A server set up by hand has granted it; one that has not refuses the first append.
  NULL;
END $$;
