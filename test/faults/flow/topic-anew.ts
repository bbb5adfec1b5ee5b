import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { createKafkaAdmin, createTopics } from '@hrd-shield/kafka';
import { until } from '../../harness/until.ts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing } from './flow-strike.ts';
import { mention } from './mention.ts';

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

/** With a topic the broker forgets who has read how far: what comes after is read from the first. */
export const topicAnew: FlowStrike = {
  name: 'F17 topic-made-anew',
  says: 'a topic of the firehose is deleted and made anew while screening is dead',
  downMs: AT_ONCE,
  isLast: true,
  strike: async (crew) => {
    const { load, pipeline } = crew;
    await pipeline.crash('ingest', { between: () => makeAnew(crew) });
    const at = load.reachedAt();
    const events = load.defenders.flatMap((key, n) =>
      Array.from({ length: EACH }, (_, turn) =>
        mention({ id: `anew-${at}-${n}-${turn}`, at, key }),
      ),
    );
    await load.add(events, pipeline);
  },
  heal: nothing,
};
