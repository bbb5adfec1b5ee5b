import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { Kafka, logLevel } from 'kafkajs';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing } from './flow-strike.ts';
import { mention } from './mention.ts';

const BYSTANDERS = 64;
const CODE = 'kafka.offset-gap';
const ACCEPTED = 'a gap of the log is accepted';

/** Appends what concerns nobody designated, and deletes it before it was read, as retention does. */
async function passRetention({ load, pipeline }: FlowCrew): Promise<void> {
  const at = load.reachedAt();
  await pipeline.emitter.emitKnown(
    Array.from({ length: BYSTANDERS }, (_, n) =>
      mention({ id: `gone-${at}-${n}`, at, key: `bystander-${n}` }),
    ),
  );
  const topic = `${pipeline.at.topicPrefix}${FIREHOSE_TOPICS.content}`;
  const kafka = new Kafka({
    brokers: [...pipeline.at.brokers],
    clientId: `${pipeline.at.name}-retention`,
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ high, partition }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions });
  } finally {
    await admin.disconnect();
  }
}

/** Screening must not go on over a hole that nobody has looked at. */
export const offsetGap: FlowStrike = {
  name: 'F17 offset-gap',
  says: 'retention passes what was committed: screening refuses to start until a person accepts it',
  downMs: AT_ONCE,
  isLast: true,
  strike: async (crew) => {
    const { pipeline } = crew;
    let refusal = 'it started over the gap';
    await pipeline.crash('ingest', {
      between: async () => {
        await passRetention(crew);
        refusal = await pipeline.start('ingest').then(
          () => refusal,
          (error: unknown) => String(error),
        );
      },
      env: { SHIELD_INGEST_ACCEPT_OFFSET_GAP: 'yes' },
    });
    if (!refusal.includes(CODE)) throw new RangeError(`no refusal: ${refusal.slice(-400)}`);
  },
  heal: nothing,
  check: async ({ pipeline }) => {
    const isLogged = pipeline.service('ingest').output().includes(ACCEPTED);
    await pipeline.crash('ingest');
    if (!isLogged) throw new RangeError('nobody logged the gap that was accepted');
  },
};
