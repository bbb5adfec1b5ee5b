import { DeadLetter, DefenderRef, decodeRecord, topicName } from '@hrd-shield/contracts';
import { createLogReader, type KafkaConnection } from '@hrd-shield/kafka';
import { headersOf, type SourceRecord } from '@hrd-shield/pipeline';
import { requireTopic } from '../shell/require-topic.ts';

/** A dead letter and its place on the log, which names it: `<partition>-<offset>`. */
export interface FoundLetter {
  readonly id: string;
  readonly letter: DeadLetter;
  /** Whose data key sealed it; absent before screening. */
  readonly defender?: DefenderRef;
}

/** What the log of dead letters holds. */
export interface FoundLetters {
  readonly letters: readonly FoundLetter[];
  /** Records there that are no dead letter of this contract. */
  readonly unreadable: number;
  /** False where there are more than are held at once: the oldest of each partition are here. */
  readonly isComplete: boolean;
}

/** Letters held at once; more than this is an outage of an emitter, to be mended there first. */
const MAX_LETTERS = 100_000;

/**
 * Reads every dead letter that is kept, up to a bound.
 * @throws ShieldError `kafka.unavailable` | `config.invalid`
 */
export async function readLetters(from: {
  readonly connection: KafkaConnection;
  readonly prefix: string;
}): Promise<FoundLetters> {
  const topic = topicName('deadLetters', from.prefix);
  await requireTopic(topic, from.connection);
  const pile = createLetterPile(MAX_LETTERS);
  const reader = createLogReader({ connection: from.connection, topic });
  try {
    await reader.start((records, { partition }) => pile.take(records, partition));
  } finally {
    await reader.stop();
  }
  return pile.found();
}

/**
 * Takes records as a reader gives them. It never throws: a reader takes that for a fault of its client
 * and begins anew without end.
 */
export function createLetterPile(max: number) {
  const letters: FoundLetter[] = [];
  let unreadable = 0;
  let isComplete = true;
  return {
    take(records: readonly SourceRecord[], partition: number): void {
      for (const record of records) {
        const letter = parseLetter(record);
        if (letter === undefined) unreadable += 1;
        else if (letters.length >= max) isComplete = false;
        else letters.push({ id: `${partition}-${record.offset}`, ...letter });
      }
    },
    found: (): FoundLetters => ({ letters, unreadable, isComplete }),
  };
}

function parseLetter(record: SourceRecord): Omit<FoundLetter, 'id'> | undefined {
  const { key, value } = record;
  const decoded = decodeRecord({ key, value, headers: headersOf(record) });
  const parsed = decoded.ok ? DeadLetter.safeParse(decoded.event.data) : undefined;
  if (!decoded.ok || parsed?.success !== true) return undefined;
  const defender = DefenderRef.safeParse(decoded.event.subject);
  return { letter: parsed.data, ...(defender.success ? { defender: defender.data } : {}) };
}
