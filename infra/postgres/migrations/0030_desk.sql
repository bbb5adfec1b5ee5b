-- The desk: who is signed in, what programs may do, and writes that are done once. Secrets are
-- kept as digests alone: whoever reads these tables can sign in as nobody.
CREATE SCHEMA desk;

CREATE TABLE desk.session (
  digest          text   PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
  responder       text   NOT NULL CHECK (responder ~ '^r_[A-Za-z0-9_-]{22}$'),
  roles           jsonb  NOT NULL,
  signed_in_at_ms bigint NOT NULL,
  seen_at_ms      bigint NOT NULL,
  expires_at_ms   bigint NOT NULL,
  ended_at_ms     bigint
);
CREATE INDEX session_living ON desk.session (responder) WHERE ended_at_ms IS NULL;
CREATE INDEX session_over ON desk.session (expires_at_ms);

-- One sign-in on its way to the identity provider and back; taken once.
CREATE TABLE desk.sign_in (
  digest        text   PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
  state         text   NOT NULL,
  nonce         text   NOT NULL,
  verifier      text   NOT NULL,
  expires_at_ms bigint NOT NULL
);

CREATE TABLE desk.person (
  responder  text    PRIMARY KEY CHECK (responder ~ '^r_[A-Za-z0-9_-]{22}$'),
  languages  jsonb   NOT NULL DEFAULT '[]',
  skills     jsonb   NOT NULL DEFAULT '[]',
  clearance  text    NOT NULL DEFAULT 'standard'
    CHECK (clearance IN ('standard', 'sensitive', 'critical')),
  conflicts  jsonb   NOT NULL DEFAULT '[]',
  version    integer NOT NULL CHECK (version >= 1)
);

CREATE TABLE desk.token (
  id            text   PRIMARY KEY CHECK (id ~ '^g_[A-Za-z0-9_-]{22}$'),
  digest        text   NOT NULL UNIQUE CHECK (digest ~ '^[0-9a-f]{64}$'),
  role          text   NOT NULL CHECK (role IN ('defender', 'delegate', 'partner', 'helpline')),
  partner       text,
  defender      text   CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  revoked_at_ms bigint,
  -- A token acts for a partner or for a designation, never for both and never for neither.
  CONSTRAINT token_acts_for_one CHECK (
    (role IN ('defender', 'delegate')) = (defender IS NOT NULL)
    AND (role IN ('partner', 'helpline')) = (partner IS NOT NULL)
  )
);

-- The answer of a write, for whoever sends it again; sealed, since it can show a receipt code.
CREATE TABLE desk.kept_answer (
  principal     text   NOT NULL,
  key           text   NOT NULL,
  request_hash  text   NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
  status        integer,
  answer        text   CHECK (answer LIKE 's1.%'),
  expires_at_ms bigint NOT NULL,
  PRIMARY KEY (principal, key)
);
CREATE INDEX kept_answer_over ON desk.kept_answer (expires_at_ms);
