import { type ErrorCode, TOPICS, type TopicId } from '@hrd-shield/contracts';
import {
  type CreateTopicsOptions,
  createTopics,
  type KafkaConnection,
  kafkaConnection,
  type PlannedTopic,
  planTopics,
} from '@hrd-shield/kafka';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';

const PARTITIONS_MAX = 10_000;
const REPLICAS_MAX = 9;
const REPLICAS = 3;
const DIFFERS: ErrorCode = 'kafka.topic-differs';

interface TopicOptions {
  readonly partitions?: number;
  readonly replicas: number;
}

/** `topics`: the topics of an installation on a broker of one's own. */
export function registerTopics(program: Command, shell: Shell): void {
  const topics = program
    .command('topics')
    .description(
      'topics of an installation: compare a broker with what is asked, make the missing',
    );
  const withSizes = (command: Command) =>
    command
      .option(
        '--partitions <count>',
        'of each topic that is spread by key; default: as the reference of topics says',
        wholeNumber(PARTITIONS_MAX),
      )
      .option(
        '--replicas <count>',
        'copies of each partition',
        wholeNumber(REPLICAS_MAX),
        REPLICAS,
      );
  withSizes(topics.command('plan'))
    .description('show what is missing and what contradicts; changes nothing')
    .action((options: TopicOptions) => plan(options, shell));
  withSizes(topics.command('apply'))
    .description(
      'make what is missing; nothing is changed or deleted, and nothing made where one contradicts',
    )
    .action((options: TopicOptions) => apply(options, shell));
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`a whole number from 1 to ${most}.`);
  };
}

async function plan(options: TopicOptions, shell: Shell): Promise<void> {
  const { asked, connection } = await askedOf(options, shell);
  show(await planTopics(connection, asked), shell);
}

async function apply(options: TopicOptions, shell: Shell): Promise<void> {
  const { asked, connection } = await askedOf(options, shell);
  const before = await planTopics(connection, asked);
  if (before.some(({ state }) => state === 'differs')) return show(before, shell);
  const missing = before.filter(({ state }) => state === 'missing');
  await createTopics(connection, {
    ...asked,
    topics: missing.map(({ id }) => id),
    partitions: Object.fromEntries(missing.map(({ id, partitions }) => [id, partitions])),
  });
  // A broker may give something else than it was asked for.
  show(await planTopics(connection, asked), shell, missing);
}

async function askedOf(
  { partitions, replicas }: TopicOptions,
  shell: Shell,
): Promise<{ connection: KafkaConnection; asked: CreateTopicsOptions }> {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const spread = (Object.keys(TOPICS) as TopicId[]).filter((id) => TOPICS[id].partitions > 1);
  return {
    connection: kafkaConnection(kafka, 'hrd-shield-topics'),
    asked: {
      prefix: topicPrefix,
      replicationFactor: replicas,
      ...(partitions === undefined
        ? {}
        : { partitions: Object.fromEntries(spread.map((id) => [id, partitions])) }),
    },
  };
}

function show(
  topics: readonly PlannedTopic[],
  shell: Shell,
  made: readonly PlannedTopic[] = [],
): void {
  const count = (state: PlannedTopic['state']) =>
    topics.filter((topic) => topic.state === state).length;
  const counts = {
    made: made.length,
    agree: count('agrees'),
    missing: count('missing'),
    differ: count('differs'),
  };
  const lines = topics.flatMap(linesOf);
  const end = `${counts.made} made, ${counts.agree} agree, ${counts.missing} missing, ${counts.differ} differ`;
  if (counts.differ === 0) {
    shell.answer({ topics, ...counts }, [...lines, end]);
    return;
  }
  const answer = { code: DIFFERS, topics, ...counts };
  shell.answer(answer, [...lines, `${DIFFERS}: ${end}`], EXIT.refused);
}

function linesOf({ config, differences, partitions, replicas, state, topic }: PlannedTopic) {
  if (state === 'agrees') return [`  ${topic}`];
  if (state === 'differs') {
    return [
      `! ${topic}`,
      ...differences.map(({ asked, found, setting }) => `    ${setting}: ${found}, asked ${asked}`),
    ];
  }
  const settings = Object.entries(config).map(([name, value]) => `${name}=${value}`);
  return [`+ ${topic}  ${partitions} x ${replicas}  ${settings.join(' ')}`];
}
