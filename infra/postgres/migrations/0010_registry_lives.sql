-- The life of a designation from the first word to its erasure. Facts are codes and pseudonyms and
-- are kept; whatever names or reaches somebody is sealed under their own key, apart, and goes.
CREATE TABLE registry.life (
  ref            text    PRIMARY KEY CHECK (ref ~ '^d_[A-Za-z0-9_-]{22}$'),
  version        integer NOT NULL CHECK (version >= 1),
  state          text    NOT NULL CHECK (state IN ('proposed', 'vetted', 'approved', 'emergency',
                   'active', 'paused', 'cooling-off', 'ended', 'refused')),
  -- The facts folded, so that a list needs no folding.
  life           jsonb   NOT NULL,
  proposed_at_ms bigint  NOT NULL,
  -- When time alone may change it next; null when nothing is left to change.
  next_tick_ms   bigint,
  -- Facts up to this version have been told to whom they concern.
  told_version   integer NOT NULL DEFAULT 0
);
CREATE INDEX life_due ON registry.life (next_tick_ms) WHERE next_tick_ms IS NOT NULL;
CREATE INDEX life_listed ON registry.life (state, proposed_at_ms, ref);
CREATE INDEX life_untold ON registry.life (ref) WHERE told_version < version;

-- Two times: since when it holds, and since when the registry knows.
CREATE TABLE registry.fact (
  ref            text    NOT NULL REFERENCES registry.life (ref),
  version        integer NOT NULL,
  kind           text    NOT NULL,
  party          text    NOT NULL,
  body           jsonb   NOT NULL,
  at_ms          bigint  NOT NULL,
  recorded_at_ms bigint  NOT NULL,
  PRIMARY KEY (ref, version),
  CONSTRAINT fact_not_ahead CHECK (at_ms <= recorded_at_ms)
);
CREATE TRIGGER fact_append_only BEFORE UPDATE OR DELETE ON registry.fact
  FOR EACH ROW EXECUTE FUNCTION registry.refuse_change();

CREATE FUNCTION registry.guard_life() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version < OLD.version OR NEW.told_version < OLD.told_version THEN
    RAISE EXCEPTION 'the version of a life never falls';
  END IF;
  IF OLD.state IN ('cooling-off', 'ended') AND NEW.state NOT IN ('cooling-off', 'ended') THEN
    RAISE EXCEPTION 'an ended life stays ended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER life_guard BEFORE UPDATE ON registry.life
  FOR EACH ROW EXECUTE FUNCTION registry.guard_life();

-- Removed on erasure; without the defender's key it opens for nobody before that.
CREATE TABLE registry.sealed_part (
  ref   text NOT NULL REFERENCES registry.life (ref),
  part  text NOT NULL CHECK (part IN ('identity', 'contact', 'delegates', 'risk', 'profile')),
  value text NOT NULL CHECK (value LIKE 's1.%'),
  PRIMARY KEY (ref, part)
);

-- What one person asked to see, another agreed to, and the first used once.
CREATE TABLE registry.request (
  id           text   PRIMARY KEY CHECK (id ~ '^q_[A-Za-z0-9_-]{22}$'),
  subject      jsonb  NOT NULL,
  asked_by     text   NOT NULL CHECK (asked_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  asked_at_ms  bigint NOT NULL,
  agreed_by    text   CHECK (agreed_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  agreed_at_ms bigint,
  used_at_ms   bigint,
  CONSTRAINT request_two_people CHECK (agreed_by <> asked_by),
  CONSTRAINT request_agreed CHECK ((agreed_by IS NULL) = (agreed_at_ms IS NULL)),
  CONSTRAINT request_used CHECK (used_at_ms IS NULL OR agreed_at_ms IS NOT NULL)
);
CREATE INDEX request_open ON registry.request (asked_at_ms) WHERE used_at_ms IS NULL;

-- When the clocks were last looked at; a gap is an outage, in which nobody lapses.
CREATE TABLE registry.uptime (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  up_since_ms bigint NOT NULL,
  seen_at_ms  bigint NOT NULL
);

-- An emergency has one person at first; everything else has two.
ALTER TABLE registry.designation
  ALTER COLUMN reviewer_two DROP NOT NULL,
  ADD COLUMN emergency boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT designation_second_person CHECK (reviewer_two IS NOT NULL OR emergency),
  DROP CONSTRAINT designation_end_reason_check,
  ADD CONSTRAINT designation_end_reason_check CHECK (end_reason IN
    ('withdrawn', 'expired', 'no-consent', 'reviewed-out', 'undone'));
ALTER TABLE registry.history
  DROP CONSTRAINT history_act_check,
  ADD CONSTRAINT history_act_check CHECK (act IN
    ('created', 'changed', 'paused', 'resumed', 'withdrawn', 'expired', 'erased'));
