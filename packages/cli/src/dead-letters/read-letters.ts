import {
  DeadLetter,
  DefenderRef,
  decodeRecord,
  ShieldError,
  topicName,
} from '@hrd-shield/contracts';
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

/** Letters held at once; more than this is an outage of an emitter, to be mended there first. */
const MAX_LETTERS = 100_000;

/**
 * Reads every dead letter that is kept.
 * @throws ShieldError `kafka.unavailable` | `config.invalid` | `record.bad-schema`
 */
export async function readLetters(from: {
  readonly connection: KafkaConnection;
  readonly prefix: string;
}): Promise<readonly FoundLetter[]> {
  const topic = topicName('deadLetters', from.prefix);
  await requireTopic(topic, from.connection);
  const found: FoundLetter[] = [];
  const reader = createLogReader({ connection: from.connection, topic });
  try {
    await reader.start((records, { partition }) => {
      for (const record of records) {
        if (found.length >= MAX_LETTERS) return;
        found.push({ id: `${partition}-${record.offset}`, ...parseLetter(record) });
      }
    });
  } finally {
    await reader.stop();
  }
  return found;
}

function parseLetter(record: SourceRecord): Omit<FoundLetter, 'id'> {
  const { key, value } = record;
  const decoded = decodeRecord({ key, value, headers: headersOf(record) });
  const parsed = decoded.ok ? DeadLetter.safeParse(decoded.event.data) : undefined;
  if (!decoded.ok || parsed?.success !== true) {
    const detail = 'a dead letter does not fit its contract';
    throw new ShieldError('record.bad-schema', { detail });
  }
  const defender = DefenderRef.safeParse(decoded.event.subject);
  return { letter: parsed.data, ...(defender.success ? { defender: defender.data } : {}) };
}
