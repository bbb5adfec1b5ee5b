import { randomUUID } from 'node:crypto';
import type { ShieldError } from '@hrd-shield/contracts';
import type { LogReader, PartitionRef } from '@hrd-shield/pipeline';
import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { boundsOf, withAdmin } from './admin.ts';
import { createClient, type KafkaConnection } from './connection.ts';
import { KafkaSource } from './kafka-source.ts';
import { keyOf } from './progress.ts';
import { settingsOf } from './source-settings.ts';

export interface KafkaLogReaderConfig {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** Only these partitions; default: all. */
  readonly partitions?: readonly number[] | undefined;
  readonly maxBytesPerPartition?: number | undefined;
  readonly onFault?: ((fault: ShieldError) => void) | undefined;
}

/**
 * Reads a topic from its beginning, commits nothing and shares with nobody: a group of one with a
 * random name carries it. After a fault it goes on behind the last record delivered.
 */
export function createLogReader(config: KafkaLogReaderConfig): LogReader {
  const { connection, topic } = config;
  const groupId = `${connection.clientId}-reader-${randomUUID()}`;
  const assigner =
    config.partitions === undefined ? undefined : onlyPartitions(topic, config.partitions);
  const settings = settingsOf(
    { ...config, topics: [topic], groupId },
    { commits: false, assigner },
  );
  const source = new KafkaSource(settings, config.onFault ?? (() => undefined));
  const positions = new Map<string, string>();
  return {
    async start(onRecords) {
      const waiting = await headsOf(config);
      let atHead: () => void = () => undefined;
      const reached = new Promise<void>((resolve) => {
        atHead = resolve;
      });
      if (waiting.size === 0) atHead();
      await source.start({
        onAssigned: async (partitions) =>
          partitions.flatMap((at) => {
            const offset = positions.get(keyOf(at));
            return offset === undefined ? [] : [{ ...at, offset }];
          }),
        onBatch: async (batch) => {
          const at: PartitionRef = { topic: batch.topic, partition: batch.partition };
          onRecords(batch.records, at);
          positions.set(keyOf(at), batch.nextOffset);
          const head = waiting.get(at.partition);
          if (head !== undefined && BigInt(batch.nextOffset) >= head) waiting.delete(at.partition);
          if (waiting.size === 0) atHead();
        },
      });
      await Promise.race([reached, source.ended]);
    },
    stop: () => source.stop(),
    isHealthy: () => source.isHealthy(),
  };
}

/** Heads of the partitions that hold anything. */
async function headsOf(config: KafkaLogReaderConfig): Promise<Map<number, bigint>> {
  const bounds = await withAdmin(createClient(config.connection), (admin) =>
    boundsOf(admin, config.topic),
  );
  const wanted = bounds.filter(
    ({ partition, low, high }) =>
      BigInt(high) > BigInt(low) && (config.partitions?.includes(partition) ?? true),
  );
  return new Map(wanted.map(({ partition, high }) => [partition, BigInt(high)]));
}

/** The only member of its group takes just the partitions asked for. */
function onlyPartitions(topic: string, partitions: readonly number[]): PartitionAssigner {
  const name = 'only-partitions';
  return () => ({
    name,
    version: 1,
    assign: async ({ members }) =>
      members.map(({ memberId }) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: { [topic]: [...partitions] },
          userData: Buffer.alloc(0),
        }),
      })),
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: 1,
        topics,
        userData: Buffer.alloc(0),
      }),
    }),
  });
}
