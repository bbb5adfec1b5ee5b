-- The code of a statement of reasons is all that an appeal names; this finds what it is about.
CREATE TABLE board.statement_row (
  code      text   PRIMARY KEY CHECK (code ~ '^x_[A-Za-z0-9_-]{22}$'),
  instance  text   NOT NULL CHECK (instance ~ '^m_[A-Za-z0-9_-]{22}$'),
  case_id   text   NOT NULL CHECK (case_id ~ '^k_[A-Za-z0-9_-]{22}$'),
  defender  text   NOT NULL CHECK (defender ~ '^d_[A-Za-z0-9_-]{22}$'),
  at_ms     bigint NOT NULL
);
