import { setTimeout as delay } from 'node:timers/promises';
import { topicName } from '@hrd-shield/contracts';
import { createKafkaSource, type KafkaConnection } from '@hrd-shield/kafka';
import { createBoxOpener, loadPlatformKey } from '@hrd-shield/keys';
import type { RecordSink } from '@hrd-shield/pipeline';
import { type ChangingManners, createManners, type Manners } from './manners.ts';
import { createPlatformAdapter, type PlatformAdapter } from './platform-adapter.ts';
import { createReferencePlatform, type ReferencePlatform } from './reference-platform.ts';

export interface SimulatedPlatform {
  readonly platform: ReferencePlatform;
  readonly adapter: PlatformAdapter;
  readonly manners: ChangingManners;
}

export interface SimulatedPlatformConfig {
  readonly connection: KafkaConnection;
  /** Keyring that holds the platform's own key. */
  readonly keysDir: string;
  readonly topicPrefix: string;
  /** CloudEvents source of the acks. */
  readonly source: string;
  /** How it behaves at the start. Default: well. */
  readonly manners?: Manners;
}

/** Longest wait of the broker for commands, ms. */
const FETCH_WAIT_MS = 50;

/**
 * The platform's side of protection, simulated: carries out commands in a map and answers each,
 * as well or as badly as its manners say. For demonstrations and tests.
 */
export async function startSimulatedPlatform(
  config: SimulatedPlatformConfig,
  sink: RecordSink,
): Promise<SimulatedPlatform> {
  const { connection, topicPrefix } = config;
  const now = (): number => Date.now();
  const platform = createReferencePlatform({ now });
  const manners = createManners(config.manners ?? {}, { wait: (ms) => delay(ms) });
  const source = createKafkaSource({
    connection: { ...connection, clientId: `${connection.clientId}-platform` },
    groupId: `${topicPrefix}platform`,
    topics: [topicName('protectionCommands', topicPrefix)],
    maxWaitMs: FETCH_WAIT_MS,
  });
  const open = createBoxOpener(await loadPlatformKey(config.keysDir, 'private'));
  const adapter = createPlatformAdapter(
    { source, sink: manners.sink(sink), open, actions: manners.actions(platform), now },
    { ackSource: config.source, topicPrefix },
  );
  await adapter.start();
  return { platform, adapter, manners };
}
