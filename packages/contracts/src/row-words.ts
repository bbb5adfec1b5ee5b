/** The closed lists of reading single rows. No zod here: the pure rooms import this file at run time. */

/** Why single rows of the record may be read; each with its legal basis in `rules/row-access.yaml`. */
export const ROW_PURPOSES = [
  'check-a-figure',
  'mend-the-record',
  'look-into-an-incident',
  'answer-an-access-request',
] as const;
export type RowPurpose = (typeof ROW_PURPOSES)[number];

/** How a slice of rows is bounded: one case, one defender by pseudonym, or a stretch of time. */
export const ROW_SLICES = ['case', 'defender', 'window'] as const;
export type RowSliceKind = (typeof ROW_SLICES)[number];

/**
 * Tables of the record whose single rows people may ask for, with every column that may ever leave.
 * What is missing never does: neither the explanation of a signal nor what a report says.
 */
export const ROW_TABLES = {
  outcomes: [
    'id',
    'kind',
    'defender',
    'at',
    'event_at',
    'first_event_at',
    'campaign',
    'case_id',
    'signal',
    'threat',
    'tier',
    'score',
    'actor_count',
    'event_count',
    'measure',
    'instance',
    'harm',
    'automatic',
    'expires_at',
    'task',
    'responder',
    'scripted',
    'option_chosen',
    'verdict',
    'due_at',
    'reason',
    'policy_hash',
    'clock_scale',
  ],
  signals: [
    'id',
    'revision',
    'defender',
    'campaign',
    'threat',
    'tier',
    'score',
    'coordination',
    'hostility',
    'inauthentic',
    'direct_harm',
    'first_event_at',
    'event_at',
    'event_count',
    'actor_count',
    'policy_hash',
  ],
  cases: [
    'case_id',
    'defender',
    'campaign',
    'threat',
    'acting',
    'opened_at',
    'raised_at',
    'protected_at',
    'first_verified_at',
    'closed_at',
    'close_reason',
    'exposures',
    'verdict',
    'scripted',
    'clock_scale',
  ],
  measures: [
    'instance',
    'defender',
    'case_id',
    'measure',
    'harm',
    'automatic',
    'requested_at',
    'applied_at',
    'verified_at',
    'refused_at',
    'failed_at',
    'expired_at',
    'lifted_at',
    'expires_at',
    'applied_times',
    'clock_scale',
  ],
  tasks: [
    'task',
    'defender',
    'case_id',
    'opened_at',
    'due_at',
    'claimed_at',
    'decided_at',
    'overdue_at',
    'escalations',
    'scripted',
    'option_chosen',
    'verdict',
    'clock_scale',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type RowTable = keyof typeof ROW_TABLES;
export const ROW_TABLE_NAMES = Object.keys(ROW_TABLES) as readonly RowTable[];
