-- The planner keeps samples of columns in a table of its own, which no erasure reaches.
ALTER TABLE registry.designation ALTER COLUMN digest SET STATISTICS 0;
