-- Incident reports. What was written and sent is sealed under a data key of the report's own, kept
-- in the key store: destroying it erases the report, backups included.
CREATE SCHEMA intake;

CREATE TABLE intake.report (
  id               text    PRIMARY KEY CHECK (id ~ '^i_[A-Za-z0-9_-]{22}$'),
  -- Keyed digest of the receipt code: whoever reads this table can follow up nothing.
  receipt_digest   text    NOT NULL UNIQUE CHECK (receipt_digest ~ '^[0-9a-f]{64}$'),
  reporter         text    NOT NULL
    CHECK (reporter IN ('anonymous', 'defender', 'delegate', 'helpline', 'partner')),
  partner          text,
  trusted_flagger  boolean NOT NULL,
  critical         boolean NOT NULL,
  threat           text,
  sealed_under     text    NOT NULL CHECK (sealed_under ~ '^d_[A-Za-z0-9_-]{22}$'),
  content          text    NOT NULL CHECK (content LIKE 's1.%'),
  received_at_ms   bigint  NOT NULL,
  due_at_ms        bigint  NOT NULL,
  answered_at_ms   bigint,
  closed_at_ms     bigint,
  ending           text,
  case_id          text    CHECK (case_id ~ '^k_[A-Za-z0-9_-]{22}$'),
  message_count    integer NOT NULL DEFAULT 0,
  attachment_count integer NOT NULL DEFAULT 0,
  version          integer NOT NULL DEFAULT 1,
  -- A person answers before anything is closed.
  CONSTRAINT report_answered_first CHECK (closed_at_ms IS NULL OR answered_at_ms IS NOT NULL),
  CONSTRAINT report_ending CHECK ((closed_at_ms IS NULL) = (ending IS NULL)),
  CONSTRAINT report_case CHECK ((ending = 'linked-to-case') = (case_id IS NOT NULL) OR ending IS NULL)
);
CREATE INDEX report_open ON intake.report (critical DESC, due_at_ms, id) WHERE closed_at_ms IS NULL;
CREATE INDEX report_sender ON intake.report (partner, received_at_ms);

CREATE TABLE intake.message (
  report    text    NOT NULL REFERENCES intake.report (id) ON DELETE CASCADE,
  number    integer NOT NULL,
  author    text    NOT NULL CHECK (author IN ('reporter', 'staff')),
  responder text    CHECK (responder ~ '^r_[A-Za-z0-9_-]{22}$'),
  content   text    NOT NULL CHECK (content LIKE 's1.%'),
  at_ms     bigint  NOT NULL,
  PRIMARY KEY (report, number),
  CONSTRAINT message_of_staff CHECK ((author = 'staff') = (responder IS NOT NULL))
);

CREATE TABLE intake.attachment (
  report  text    NOT NULL REFERENCES intake.report (id) ON DELETE CASCADE,
  number  integer NOT NULL,
  type    text    NOT NULL,
  bytes   integer NOT NULL,
  content text    NOT NULL CHECK (content LIKE 's1.%'),
  PRIMARY KEY (report, number)
);
