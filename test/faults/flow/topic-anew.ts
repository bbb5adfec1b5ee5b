import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { createKafkaAdmin, createTopics } from '@hrd-shield/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { until } from '../../harness/until.ts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing } from './flow-strike.ts';
import { mention } from './mention.ts';
import { checkAccepted, refuseUntilAccepted } from './offset-gap.ts';

const EACH = 3;

/** Deletes a topic of the firehose and makes it again: its offsets begin at nothing. */
async function makeAnew({ pipeline: { at } }: FlowCrew): Promise<void> {
  const connection = { brokers: [...at.brokers], clientId: `${at.name}-anew` };
  const admin = createKafkaAdmin(connection);
  const topic = at.topicPrefix + FIREHOSE_TOPICS.content;
  await admin.deleteTopics([topic]);
  await until('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
  await createTopics(connection, { prefix: at.topicPrefix, topics: ['contentEvents'] });
}

/** Events of a moment, to the topic as it is now. */
async function fill({ load, pipeline }: FlowCrew): Promise<void> {
  const at = load.reachedAt();
  const events = load.defenders.flatMap((key, n) =>
    Array.from({ length: EACH }, (_, turn) => mention({ id: `anew-${at}-${n}-${turn}`, at, key })),
  );
  await load.add(events, pipeline);
}

/** As a broker that was restored without the topic, and with what groups had committed of it. */
async function makeAnewUnderCommits(crew: FlowCrew): Promise<void> {
  const { at } = crew.pipeline;
  const groupId = `${at.topicPrefix}shield-ingest`;
  const topic = at.topicPrefix + FIREHOSE_TOPICS.content;
  const kafka = new Kafka({
    brokers: [...at.brokers],
    clientId: `${at.name}-commits`,
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const [kept] = await admin.fetchOffsets({ groupId, topics: [topic] });
    await makeAnew(crew);
    const partitions = (kept?.partitions ?? []).filter(({ offset }) => Number(offset) > 0);
    // The group waits for its dead member as long as a session lasts.
    await until('the commits of the old topic are back', () =>
      admin.setOffsets({ groupId, topic, partitions }).then(
        () => true,
        () => false,
      ),
    );
  } finally {
    await admin.disconnect();
  }
}

/** With a topic the broker forgets who has read how far: what comes after is read from the first. */
export const topicAnew: FlowStrike = {
  name: 'F17 topic-made-anew',
  says: 'a topic of the firehose is deleted and made anew while screening is dead',
  downMs: AT_ONCE,
  isLast: true,
  strike: async (crew) => {
    await crew.pipeline.crash('ingest', { between: () => makeAnew(crew) });
    await fill(crew);
  },
  heal: nothing,
};

export const topicAnewUnderCommits: FlowStrike = {
  name: 'F17 topic-anew-under-commits',
  says: 'a topic is made anew and the commits of the old one stand: refused until it is accepted',
  isExtra: true,
  downMs: AT_ONCE,
  isLast: true,
  strike: async (crew) => {
    await refuseUntilAccepted(crew, () => makeAnewUnderCommits(crew));
    await fill(crew);
  },
  heal: nothing,
  check: checkAccepted,
};
