-- What people need to choose, take and account for tasks: how urgent, what it asks of them, where
-- the rota sent it. Boards are never the source of a decision.
ALTER TABLE board.task_row
  ADD COLUMN urgency       double precision NOT NULL DEFAULT 0,
  ADD COLUMN danger        boolean NOT NULL DEFAULT false,
  ADD COLUMN language      text,
  ADD COLUMN skill         text,
  ADD COLUMN clearance     text CHECK (clearance IN ('standard', 'sensitive', 'critical')),
  ADD COLUMN desk          text,
  ADD COLUMN gaps          jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN approved_by   jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN contacted_at_ms bigint,
  ADD COLUMN undo_until_ms bigint;
-- The most urgent first: a flood of minor tasks is listed after the critical one.
DROP INDEX board.task_row_open;
CREATE INDEX task_row_open ON board.task_row (urgency DESC, due_at_ms) WHERE state <> 'decided';
CREATE INDEX case_row_measures ON board.case_row USING gin (measures jsonb_path_ops);

-- Every decision as it was made; free text is sealed under the data key of the defender.
CREATE TABLE board.decision_row (
  task              text    NOT NULL CHECK (task ~ '^t_[A-Za-z0-9_-]{22}$'),
  ordinal           integer NOT NULL,
  act               text    NOT NULL
    CHECK (act IN ('decided', 'approved', 'undone', 'contacted', 'handed-over', 'passed')),
  defender          text    NOT NULL CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  responder         text    NOT NULL CHECK (responder ~ '^r_[A-Za-z0-9_-]{22}$'),
  scripted          boolean NOT NULL,
  chosen            text,
  verdict           text,
  reason            text    NOT NULL,
  note              text    CHECK (note LIKE 's1.%'),
  policy_hash       text    NOT NULL,
  evidence_version  integer NOT NULL,
  shown_hash        text,
  at_ms             bigint  NOT NULL,
  PRIMARY KEY (task, ordinal)
);
CREATE TRIGGER decision_row_append_only BEFORE UPDATE OR DELETE ON board.decision_row
  FOR EACH ROW EXECUTE FUNCTION registry.refuse_change();

-- Holds of adverse actions: neither the account nor the platform's id of the action.
CREATE TABLE board.hold_row (
  id           text    PRIMARY KEY CHECK (id ~ '^h_[A-Za-z0-9_-]{22}$'),
  defender     text    NOT NULL CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  action       text    NOT NULL,
  origin       text    NOT NULL,
  ground       text    NOT NULL,
  state        text    NOT NULL
    CHECK (state IN ('held', 'proceeded', 'refused', 'allowed', 'released-unreviewed')),
  asked_at_ms  bigint  NOT NULL,
  due_at_ms    bigint  NOT NULL,
  allowed_by   jsonb   NOT NULL DEFAULT '[]',
  decided_by   text    CHECK (decided_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  version      bigint  NOT NULL
);
CREATE INDEX hold_row_open ON board.hold_row (due_at_ms) WHERE state IN ('held', 'proceeded');

CREATE TABLE board.remedy_row (
  id              text    PRIMARY KEY CHECK (id ~ '^y_[A-Za-z0-9_-]{22}$'),
  defender        text    NOT NULL CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  cause           text    NOT NULL,
  case_id         text    CHECK (case_id ~ '^k_[A-Za-z0-9_-]{22}$'),
  hold_id         text    CHECK (hold_id ~ '^h_[A-Za-z0-9_-]{22}$'),
  instance        text    CHECK (instance ~ '^m_[A-Za-z0-9_-]{22}$'),
  state           text    NOT NULL,
  first_deciders  jsonb   NOT NULL DEFAULT '[]',
  opened_at_ms    bigint  NOT NULL,
  due_at_ms       bigint  NOT NULL,
  decided_by      text    CHECK (decided_by ~ '^r_[A-Za-z0-9_-]{22}$'),
  decided_at_ms   bigint,
  version         bigint  NOT NULL
);
CREATE INDEX remedy_row_open ON board.remedy_row (due_at_ms) WHERE state IN ('open', 'overdue');

-- What a person was shown of raw abuse in one shift; counts, never rankings.
CREATE TABLE board.exposure (
  responder  text    NOT NULL CHECK (responder ~ '^r_[A-Za-z0-9_-]{22}$'),
  shift      text    NOT NULL,
  shown      integer NOT NULL CHECK (shown >= 0),
  PRIMARY KEY (responder, shift)
);
