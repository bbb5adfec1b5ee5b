import { setTimeout as delay } from 'node:timers/promises';
import { RECORDED, RECORDED_TOPICS, type RecordedTopic } from '@hrd-shield/clickhouse';
import { decodeRecord, topicName } from '@hrd-shield/contracts';
import { createLogReader, type KafkaConnection, kafkaConnection } from '@hrd-shield/kafka';
import { headersOf } from '@hrd-shield/pipeline';
import { type ReadRows, type Reconciliation, reconcileTopic } from '@hrd-shield/reporting';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';
import { openFacts } from './open-facts.ts';

type Recorded = (typeof RECORDED)[RecordedTopic];

/** Between two looks at a table that is still being written, ms. */
const LOOK_MS = 1_000;
const WITHIN_MAX_S = 3_600;

/** Adds `reconcile`. */
export function registerReconcile(program: Command, shell: Shell): void {
  program
    .command('reconcile')
    .description('compare recorded topics with their tables: nothing missing, nothing doubled')
    .option('--within <seconds>', 'how long record may take to catch up with the log', '30')
    .action(async (options: { readonly within: string }, command: Command) => {
      const seconds = Number(options.within);
      if (!(seconds >= 0 && seconds <= WITHIN_MAX_S)) {
        command.error(`--within takes 0 to ${WITHIN_MAX_S} seconds`);
      } else await reconcile(seconds * 1_000, shell);
    });
}

async function reconcile(withinMs: number, shell: Shell): Promise<void> {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const connection = kafkaConnection(kafka, 'hrd-shield-cli');
  const facts = await openFacts(shell);
  const until = Date.now() + withinMs;
  try {
    const found: Record<string, Reconciliation> = {};
    for (const id of RECORDED_TOPICS) {
      const recorded = RECORDED[id];
      const topic = topicName(id, topicPrefix);
      await requireTopic(topic, connection);
      found[topic] = await settle(recorded, { connection, topic, until, readRows: facts.readRows });
    }
    const ok = Object.values(found).every(isWhole);
    shell.answer(
      { ok, topics: found },
      Object.entries(found).map(
        ([topic, { doubled, facts: distinct, missing, records, refused }]) =>
          `${topic}: ${records} records, ${refused} refused, ${distinct} facts, ${missing} missing, ${doubled} doubled`,
      ),
      ok ? EXIT.done : EXIT.fault,
    );
  } finally {
    await facts.close();
  }
}

function isWhole({ doubled, missing }: Reconciliation): boolean {
  return doubled === 0 && missing === 0;
}

/** Looks until the table holds what the log held, or the time is over. */
async function settle(
  recorded: Recorded,
  from: {
    readonly connection: KafkaConnection;
    readonly topic: string;
    readonly readRows: ReadRows;
    /** Epoch ms. */
    readonly until: number;
  },
): Promise<Reconciliation> {
  for (;;) {
    const found = await reconcileTopic({
      forEachId: (take) => forEachId(recorded, from, take),
      readRows: from.readRows,
      view: recorded.view,
    });
    if (isWhole(found) || Date.now() >= from.until) return found;
    await delay(LOOK_MS);
  }
}

async function forEachId(
  recorded: Recorded,
  { connection, topic }: { readonly connection: KafkaConnection; readonly topic: string },
  take: (id: string | undefined) => void,
): Promise<void> {
  const reader = createLogReader({ connection, topic });
  try {
    await reader.start((records) => {
      for (const record of records) {
        const decoded = decodeRecord({ ...record, headers: headersOf(record) });
        const isOurs = decoded.ok && decoded.event.type === recorded.type;
        // The identity of a fact does not hang on when it was appended.
        const read = isOurs ? recorded.read(decoded.event, 0) : undefined;
        take(read?.fits ? read.value.id : undefined);
      }
    });
  } finally {
    await reader.stop();
  }
}
