import {
  type DeadLetterRow,
  deadLetterRow,
  type OutcomeRow,
  outcomeRow,
  type SignalRow,
  signalRow,
  signalRowId,
} from '@hrd-shield/clickhouse';
import {
  type CloudEvent,
  DeadLetter,
  decodeRecord,
  INTERNAL_TYPES,
  Outcome,
  RiskSignal,
  type TopicId,
} from '@hrd-shield/contracts';
import { headersOf } from '@hrd-shield/kafka';
import { deadLetter, ok, type SourceRecord, type StepResult } from '@hrd-shield/pipeline';

/** What `record` reads, and the table that it lands in. */
export const TABLES = {
  outcomes: 'outcomes',
  riskSignals: 'signals',
  deadLetters: 'dead_letters',
} as const satisfies Partial<Record<TopicId, string>>;
export type RecordedTopic = keyof typeof TABLES;

/** A row with its identity, on its way to its table. */
export interface LandingRow {
  /** The same for every copy of the same fact. */
  readonly id: string;
  readonly row: OutcomeRow | SignalRow | DeadLetterRow;
}

const STEP = 'record.read-row';
const SHOWN_ISSUES_MAX = 4;

interface RowReader {
  readonly type: string;
  /** @throws nothing; absent where the data do not fit */
  read(event: CloudEvent, appendedAt: number): Parsed;
}

type Parsed =
  | { readonly fits: true; readonly value: LandingRow }
  | { readonly fits: false; readonly fields: string };

const READERS: Readonly<Record<RecordedTopic, RowReader>> = {
  outcomes: {
    type: INTERNAL_TYPES.outcome,
    read: (event, appendedAt) =>
      parsed(Outcome.safeParse(event.data), (outcome) => ({
        id: outcome.id,
        row: outcomeRow(outcome, appendedAt),
      })),
  },
  riskSignals: {
    type: INTERNAL_TYPES.signal,
    read: (event, appendedAt) =>
      parsed(RiskSignal.safeParse(event.data), (signal) => ({
        id: signalRowId(signal),
        row: signalRow(signal, appendedAt),
      })),
  },
  deadLetters: {
    type: INTERNAL_TYPES.deadLetter,
    read: (event, appendedAt) =>
      parsed(DeadLetter.safeParse(event.data), (letter) => {
        const row = deadLetterRow(letter, { eventId: event.id, appendedAt });
        return { id: row.id, row };
      }),
  },
};

/** Reads one record of an internal topic into a row; what does not fit is a dead letter. */
export function readRow(topic: RecordedTopic, record: SourceRecord): StepResult<LandingRow> {
  const reader = READERS[topic];
  const decoded = decodeRecord({
    key: record.key,
    value: record.value,
    headers: headersOf(record),
  });
  if (!decoded.ok) return deadLetter(STEP, 'record.bad-schema', decoded.reason);
  if (decoded.event.type !== reader.type) {
    return deadLetter(STEP, 'record.bad-schema', `the type is not ${reader.type}`);
  }
  const result = reader.read(decoded.event, Number(record.timestamp));
  if (result.fits) return ok(result.value);
  return deadLetter(STEP, 'record.bad-schema', `missing or malformed: ${result.fields}`);
}

interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[] }[];
}

function parsed<T>(
  result:
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: Issues },
  toRow: (value: T) => LandingRow,
): Parsed {
  if (result.success) return { fits: true, value: toRow(result.data) };
  const paths = result.error.issues.map((issue) => issue.path.join('.'));
  return { fits: false, fields: paths.slice(0, SHOWN_ISSUES_MAX).join(', ') };
}
