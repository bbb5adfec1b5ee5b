-- The registry: who is designated, without an account or a name in clear.
-- Times are epoch milliseconds, as everywhere in the shield.
CREATE SCHEMA registry;

CREATE TABLE registry.designation (
  ref            text    PRIMARY KEY CHECK (ref ~ '^d_[A-Za-z0-9_-]{22}$'),
  version        integer NOT NULL CHECK (version >= 1),
  state          text    NOT NULL CHECK (state IN ('active', 'paused', 'withdrawn')),
  tier           text    NOT NULL CHECK (tier IN ('watch', 'guard', 'shield')),
  probe          boolean NOT NULL,
  expires_at_ms  bigint  NOT NULL,
  -- HMAC-SHA-256 of the account under a versioned key; forgotten on erasure.
  digest         bytea   CHECK (octet_length(digest) = 32),
  digest_key     text,
  screening      text    CHECK (screening LIKE 's1.%'),
  protection     text    CHECK (protection LIKE 's1.%'),
  reviewer_one   text    NOT NULL CHECK (reviewer_one ~ '^r_[A-Za-z0-9_-]{22}$'),
  reviewer_two   text    NOT NULL CHECK (reviewer_two ~ '^r_[A-Za-z0-9_-]{22}$'),
  end_reason     text    CHECK (end_reason IN ('withdrawn', 'expired')),
  created_at_ms  bigint  NOT NULL,
  updated_at_ms  bigint  NOT NULL,
  CONSTRAINT designation_two_people CHECK (reviewer_one <> reviewer_two),
  CONSTRAINT designation_end CHECK ((state = 'withdrawn') = (end_reason IS NOT NULL)),
  -- All or nothing is forgotten, and only after the end.
  CONSTRAINT designation_erasure CHECK (
    (digest IS NULL) = (screening IS NULL)
    AND (digest IS NULL) = (protection IS NULL)
    AND (digest IS NULL) = (digest_key IS NULL)
    AND (digest IS NOT NULL OR state = 'withdrawn')
  )
);

-- One living designation an account.
CREATE UNIQUE INDEX designation_living_digest
  ON registry.designation (digest_key, digest) WHERE state <> 'withdrawn';
CREATE INDEX designation_living_expiry
  ON registry.designation (expires_at_ms) WHERE state <> 'withdrawn';
CREATE INDEX designation_ended
  ON registry.designation (updated_at_ms) WHERE state = 'withdrawn' AND digest IS NOT NULL;

-- The fence: versions rise one by one, and an ended designation never comes back.
CREATE FUNCTION registry.guard_designation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'the version of a designation rises by one';
  END IF;
  IF OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn' THEN
    RAISE EXCEPTION 'an ended designation stays ended';
  END IF;
  IF OLD.digest IS NULL AND NEW.digest IS NOT NULL THEN
    RAISE EXCEPTION 'an erased designation stays erased';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER designation_guard BEFORE UPDATE ON registry.designation
  FOR EACH ROW EXECUTE FUNCTION registry.guard_designation();

CREATE TABLE registry.history (
  ref      text    NOT NULL REFERENCES registry.designation (ref),
  version  integer NOT NULL,
  act      text    NOT NULL
    CHECK (act IN ('created', 'paused', 'resumed', 'withdrawn', 'expired', 'erased')),
  at_ms    bigint  NOT NULL,
  PRIMARY KEY (ref, version)
);

CREATE FUNCTION registry.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is only added to';
END $$;

CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON registry.history
  FOR EACH ROW EXECUTE FUNCTION registry.refuse_change();

-- What has to be published. The relay publishes the designation as it is, never a stored copy.
CREATE TABLE registry.outbox (
  id               bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref              text    NOT NULL REFERENCES registry.designation (ref),
  version          integer NOT NULL,
  created_at_ms    bigint  NOT NULL,
  published_at_ms  bigint
);
CREATE INDEX outbox_waiting ON registry.outbox (id) WHERE published_at_ms IS NULL;
