import { Kafka, logLevel } from 'kafkajs';
import type { Entry, ScreeningBook, Truth } from './books.ts';
import type { Places } from './places.ts';
import { entryOf, readTopic } from './read-topic.ts';

interface Seen {
  readonly account: string;
  readonly event: string;
  readonly place: string;
  readonly offset: bigint;
}

/** Raw records of the firehose below what screening has committed, against what became of them. */
export async function readScreening(
  at: Places,
  truth: Truth,
  letters: readonly Entry[],
): Promise<readonly ScreeningBook[]> {
  const { group, topics } = at.screening ?? { group: '', topics: [] };
  const committed = await committedOf(at.kafkaBrokers, group, topics);
  const seen = new Map<string, Set<string>>();
  for (const topic of topics) {
    const records = await readTopic(at.kafkaBrokers, topic, (message, partition): Seen => {
      const place = `${topic}/${partition}`;
      const id = message.headers?.ce_id?.toString();
      const source = message.headers?.ce_source?.toString();
      return {
        account: message.key?.toString() ?? '',
        event: id === undefined ? `${place}/${message.offset}` : `${source} ${id}`,
        place,
        offset: BigInt(message.offset),
      };
    });
    for (const { account, event, offset, place } of records) {
      if (offset >= (committed.get(place) ?? -1n)) continue;
      seen.set(account, (seen.get(account) ?? new Set()).add(event));
    }
  }
  const landed = await landedOf(at);
  const refused = new Map<string, Set<string>>();
  for (const { id, subject = '' } of letters) {
    refused.set(subject, (refused.get(subject) ?? new Set()).add(id));
  }
  return truth.defenders.map(({ account, ref }) => ({
    defender: ref,
    seen: seen.get(account)?.size ?? 0,
    landed: landed.get(ref)?.size ?? 0,
    refused: refused.get(ref)?.size ?? 0,
  }));
}

async function landedOf(at: Places): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const topic = `${at.topicPrefix}shield.targeting-events.v1`;
  const landed = new Map<string, Set<string>>();
  for (const { data } of await readTopic(at.kafkaBrokers, topic, entryOf)) {
    if (data.kind !== 'event') continue;
    const defender = String(data.defender);
    landed.set(defender, (landed.get(defender) ?? new Set()).add(String(data.ref)));
  }
  return landed;
}

async function committedOf(
  brokers: readonly string[],
  groupId: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'ledger-commits',
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const answers = await admin.fetchOffsets({ groupId, topics: [...topics] });
    return new Map(
      answers.flatMap(({ partitions, topic }) =>
        partitions.map(
          ({ offset, partition }) => [`${topic}/${partition}`, BigInt(offset)] as const,
        ),
      ),
    );
  } finally {
    await admin.disconnect();
  }
}
