/** Rows of `desk.session`. */
export interface SessionTable {
  digest: string;
  responder: string;
  roles: unknown;
  signed_in_at_ms: number;
  seen_at_ms: number;
  expires_at_ms: number;
  ended_at_ms: number | null;
}

/** Rows of `desk.sign_in`. */
export interface SignInTable {
  digest: string;
  state: string;
  nonce: string;
  verifier: string;
  expires_at_ms: number;
  command_port: number | null;
  command_digest: string | null;
}

/** Rows of `desk.person`. */
export interface PersonTable {
  responder: string;
  languages: unknown;
  skills: unknown;
  clearance: string;
  conflicts: unknown;
  version: number;
}

/** Rows of `desk.token`. */
export interface TokenTable {
  id: string;
  digest: string;
  role: string;
  partner: string | null;
  defender: string | null;
  created_at_ms: number;
  expires_at_ms: number;
  revoked_at_ms: number | null;
}

/** Rows of `desk.kept_answer`. */
export interface KeptAnswerTable {
  principal: string;
  key: string;
  request_hash: string;
  status: number | null;
  answer: string | null;
  expires_at_ms: number;
}

/** Tables of migration 0030. */
export interface DeskTables {
  'desk.session': SessionTable;
  'desk.sign_in': SignInTable;
  'desk.person': PersonTable;
  'desk.token': TokenTable;
  'desk.kept_answer': KeptAnswerTable;
}
