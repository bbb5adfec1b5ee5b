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

/**
 * Makes a gap while screening is dead, and starts it again: first as ever, then by a person's word.
 * @throws RangeError when it starts over the gap unasked
 */
export async function refuseUntilAccepted(
  { pipeline }: FlowCrew,
  makeGap: () => Promise<void>,
): Promise<void> {
  let refusal = 'it started over the gap';
  await pipeline.crash('ingest', {
    between: async () => {
      await makeGap();
      refusal = await pipeline.start('ingest').then(
        () => refusal,
        (error: unknown) => String(error),
      );
    },
    env: { SHIELD_INGEST_ACCEPT_OFFSET_GAP: 'yes' },
  });
  if (!refusal.includes(CODE)) throw new RangeError(`no refusal: ${refusal.slice(-400)}`);
}

/** What was accepted is in the log, and is not asked again. */
export async function checkAccepted({ pipeline }: FlowCrew): Promise<void> {
  const isLogged = pipeline.service('ingest').output().includes(ACCEPTED);
  await pipeline.crash('ingest');
  if (!isLogged) throw new RangeError('nobody logged the gap that was accepted');
}

/** Screening must not go on over a hole that nobody has looked at. */
export const offsetGap: FlowStrike = {
  name: 'F17 offset-gap',
  says: 'retention passes what was committed: screening refuses to start until a person accepts it',
  downMs: AT_ONCE,
  isLast: true,
  strike: (crew) => refuseUntilAccepted(crew, () => passRetention(crew)),
  heal: nothing,
  check: checkAccepted,
};
