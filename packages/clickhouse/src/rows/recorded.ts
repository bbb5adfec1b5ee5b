import {
  type CloudEvent,
  DeadLetter,
  INTERNAL_TYPES,
  Outcome,
  RiskSignal,
  type TopicId,
} from '@hrd-shield/contracts';
import { type DeadLetterRow, deadLetterRow } from './dead-letter-row.ts';
import { type OutcomeRow, outcomeRow } from './outcome-row.ts';
import { type SignalRow, signalRow, signalRowId } from './signal-row.ts';

/** A row with its identity, on its way to its table. */
export interface LandingRow {
  /** The same for every copy of the same fact. */
  readonly id: string;
  readonly row: OutcomeRow | SignalRow | DeadLetterRow;
}

export type ReadRow =
  | { readonly fits: true; readonly value: LandingRow }
  | { readonly fits: false; readonly fields: string };

const SHOWN_ISSUES_MAX = 4;

/** Each topic that is recorded: what lies on it, where it lands, and the row that a record becomes. */
export const RECORDED = {
  outcomes: {
    type: INTERNAL_TYPES.outcome,
    table: 'outcomes',
    view: 'outcome_facts',
    read: (event: CloudEvent, appendedAt: number): ReadRow =>
      parsed(Outcome.safeParse(event.data), (outcome) => ({
        id: outcome.id,
        row: outcomeRow(outcome, appendedAt),
      })),
  },
  riskSignals: {
    type: INTERNAL_TYPES.signal,
    table: 'signals',
    view: 'signal_facts',
    read: (event: CloudEvent, appendedAt: number): ReadRow =>
      parsed(RiskSignal.safeParse(event.data), (signal) => ({
        id: signalRowId(signal),
        row: signalRow(signal, appendedAt),
      })),
  },
  deadLetters: {
    type: INTERNAL_TYPES.deadLetter,
    table: 'dead_letters',
    view: 'dead_letter_facts',
    read: (event: CloudEvent, appendedAt: number): ReadRow =>
      parsed(DeadLetter.safeParse(event.data), (letter) => {
        const row = deadLetterRow(letter, { eventId: event.id, appendedAt });
        return { id: row.id, row };
      }),
  },
} as const satisfies Partial<Record<TopicId, unknown>>;

export type RecordedTopic = keyof typeof RECORDED;
/** The topics that `record` reads. */
export const RECORDED_TOPICS = Object.keys(RECORDED) as readonly RecordedTopic[];

interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[] }[];
}

function parsed<T>(
  result:
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: Issues },
  toRow: (value: T) => LandingRow,
): ReadRow {
  if (result.success) return { fits: true, value: toRow(result.data) };
  const paths = result.error.issues.map((issue) => issue.path.join('.'));
  return { fits: false, fields: paths.slice(0, SHOWN_ISSUES_MAX).join(', ') };
}
