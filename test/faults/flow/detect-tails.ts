import { type DefenderRef, type TopicId, topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin, createLogReader } from '@hrd-shield/kafka';
import type { LogReader, PartitionRef, SourceRecord } from '@hrd-shield/pipeline';
import type { Pipeline } from '../../harness/pipeline.ts';
import { until } from '../../harness/until.ts';

const TAILED = {
  targeting: 'targetingEvents',
  sightings: 'sightings',
  signals: 'riskSignals',
  snapshots: 'detectSnapshots',
  stageSnapshots: 'stageSnapshots',
} as const satisfies Readonly<Record<string, TopicId>>;
type Tailed = keyof typeof TAILED;

/** What is waited for: of whom, on which partition of the targeting log, from where on. */
interface Awaited {
  readonly account: string;
  readonly partition: number;
  readonly restAt: bigint;
}

/** What detection reads, says and saves, in the moment in which it lies on its topic. */
export interface DetectTails {
  /** Of the targeting log. */
  readonly partitions: number;
  /** Resolves with the next record that belongs to a burst. */
  next(topic: Tailed, of: Awaited): Promise<void>;
  seen(topic: Tailed): number;
  /** A signal about the defender came since the burst was awaited. */
  hasSaid(of: Awaited): boolean;
  /** Last offset that the newest checkpoint of a partition covers; -1: none. */
  savedThrough(partition: number): bigint;
  committed(partition: number): Promise<bigint>;
  /** Waits until all of a partition is committed. @returns its end */
  atRest(partition: number): Promise<bigint>;
  stop(): Promise<void>;
}

interface Trap {
  readonly topic: Tailed;
  readonly isIt: (record: SourceRecord, from: PartitionRef) => boolean;
  readonly fire: () => void;
}

export async function tailDetect({ at, ref }: Pick<Pipeline, 'at' | 'ref'>): Promise<DetectTails> {
  const connection = { brokers: [...at.brokers], clientId: `${at.name}-tails` };
  const admin = createKafkaAdmin(connection);
  const targeting = topicName('targetingEvents', at.topicPrefix);
  const group = `${at.topicPrefix}shield-detect`;
  const counts = new Map<Tailed, number>();
  const through = new Map<number, bigint>();
  const said = new Set<string>();
  let traps: readonly Trap[] = [];
  const readers: LogReader[] = [];
  const take = (topic: Tailed, record: SourceRecord, from: PartitionRef): void => {
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
    if (topic === 'signals') said.add(record.key?.toString() ?? '');
    const covered = topic === 'snapshots' ? checkpointIn(record) : undefined;
    if (covered !== undefined) through.set(from.partition, covered);
    const sprung = traps.filter((trap) => trap.topic === topic && trap.isIt(record, from));
    traps = traps.filter((trap) => !sprung.includes(trap));
    for (const { fire } of sprung) fire();
  };
  await Promise.all(
    (Object.keys(TAILED) as Tailed[]).map(async (topic) => {
      const reader = createLogReader({
        connection,
        topic: topicName(TAILED[topic], at.topicPrefix),
      });
      readers.push(reader);
      await reader.start((records, from) => {
        for (const record of records) take(topic, record, from);
      });
    }),
  );
  const committed = async (partition: number): Promise<bigint> => {
    const all = await admin.committed(group, [targeting]);
    return BigInt(all.find((one) => one.partition === partition)?.offset ?? '-1');
  };
  return {
    partitions: (await admin.offsets(targeting)).length,
    next: (topic, of) => {
      const belongs = belongsTo(ref(of.account), of);
      if (topic === 'signals') said.clear();
      return new Promise<void>((fire) => {
        traps = [...traps, { topic, isIt: belongs[topic], fire }];
      });
    },
    seen: (topic) => counts.get(topic) ?? 0,
    hasSaid: ({ account }) => said.has(ref(account)),
    savedThrough: (partition) => through.get(partition) ?? -1n,
    committed,
    atRest: (partition) =>
      until('the partition is at rest', async () => {
        const bounds = await admin.offsets(targeting);
        const high = BigInt(bounds.find((one) => one.partition === partition)?.high ?? '0');
        return (await committed(partition)) >= high ? high : undefined;
      }),
    stop: async () => {
      await Promise.all(readers.map((reader) => reader.stop()));
    },
  };
}

type Belongs = (record: SourceRecord, from: PartitionRef) => boolean;

function belongsTo(defender: DefenderRef, of: Awaited): Readonly<Record<Tailed, Belongs>> {
  const isOfDefender: Belongs = ({ key }) => key?.toString() === defender;
  return {
    targeting: (record, from) =>
      from.partition === of.partition && BigInt(record.offset) >= of.restAt,
    sightings: () => true,
    signals: isOfDefender,
    snapshots: (record, { partition }) =>
      partition === of.partition && (checkpointIn(record) ?? -1n) >= of.restAt,
    stageSnapshots: () => true,
  };
}

function checkpointIn({ key, value }: SourceRecord): bigint | undefined {
  if (value === null || key?.toString().startsWith('checkpoint-') !== true) return undefined;
  return BigInt((JSON.parse(value.toString()) as { readonly through: string }).through);
}
