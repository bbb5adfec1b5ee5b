-- A sign-in that a command on somebody's machine waits for: where it listens, and a digest of the
-- secret that it alone has.
ALTER TABLE desk.sign_in
  ADD COLUMN command_port   integer CHECK (command_port BETWEEN 1024 AND 65535),
  ADD COLUMN command_digest text    CHECK (command_digest ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT sign_in_command CHECK ((command_port IS NULL) = (command_digest IS NULL));
