-- What people look at: cases and tasks as the workflows last described them. Never the source of
-- a decision; a row replaces another only when its version is higher.
CREATE SCHEMA board;

CREATE TABLE board.case_row (
  id            text    PRIMARY KEY CHECK (id ~ '^k_[A-Za-z0-9_-]{22}$'),
  defender      text    NOT NULL CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  campaign      text    NOT NULL CHECK (campaign ~ '^c_[A-Za-z0-9_-]{22}$'),
  threat        text    NOT NULL,
  tier          text    NOT NULL,
  state         text    NOT NULL CHECK (state IN ('open', 'closed')),
  opened_at_ms  bigint  NOT NULL,
  closed_at_ms  bigint,
  signal_count  integer NOT NULL,
  event_count   integer NOT NULL,
  actor_count   integer NOT NULL,
  measures      jsonb   NOT NULL,
  version       bigint  NOT NULL
);
CREATE INDEX case_row_defender ON board.case_row (defender);

CREATE TABLE board.task_row (
  id                text    PRIMARY KEY CHECK (id ~ '^t_[A-Za-z0-9_-]{22}$'),
  case_id           text    NOT NULL CHECK (case_id ~ '^k_[A-Za-z0-9_-]{22}$'),
  defender          text    NOT NULL CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  threat            text    NOT NULL,
  tier              text    NOT NULL,
  question          text    NOT NULL,
  options           jsonb   NOT NULL,
  state             text    NOT NULL CHECK (state IN ('open', 'claimed', 'decided', 'overdue')),
  claimed_by        text    CHECK (claimed_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  lease_until_ms    bigint,
  evidence_version  integer NOT NULL,
  opened_at_ms      bigint  NOT NULL,
  due_at_ms         bigint  NOT NULL,
  rung              text,
  measure           text,
  decided_by        text    CHECK (decided_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  decided_at_ms     bigint,
  chosen            text,
  verdict           text,
  version           bigint  NOT NULL
);
CREATE INDEX task_row_open ON board.task_row (due_at_ms) WHERE state <> 'decided';
CREATE INDEX task_row_case ON board.task_row (case_id);
