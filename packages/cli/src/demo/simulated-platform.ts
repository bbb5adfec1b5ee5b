import { topicName } from '@hrd-shield/contracts';
import {
  createPlatformAdapter,
  createReferencePlatform,
  type PlatformAdapter,
  type ReferencePlatform,
} from '@hrd-shield/emitter';
import { createKafkaSource, type KafkaSink } from '@hrd-shield/kafka';
import { createBoxOpener, loadPlatformKey } from '@hrd-shield/keys';
import type { DemoInstallation } from './installation.ts';

export interface SimulatedPlatform {
  readonly platform: ReferencePlatform;
  readonly adapter: PlatformAdapter;
}

/** CloudEvents source of the simulated platform. */
export const PLATFORM_SOURCE = '/platform/demo';

/** The platform's side of protection, simulated: carries out commands in a map and acks each. */
export async function startSimulatedPlatform(
  at: DemoInstallation,
  sink: KafkaSink,
): Promise<SimulatedPlatform> {
  const now = (): number => Date.now();
  const platform = createReferencePlatform({ now });
  const source = createKafkaSource({
    connection: { ...at.connection, clientId: `${at.name}-platform` },
    groupId: `${at.topicPrefix}platform`,
    topics: [topicName('protectionCommands', at.topicPrefix)],
    maxWaitMs: 50,
  });
  const open = createBoxOpener(await loadPlatformKey(at.keysDir, 'private'));
  const adapter = createPlatformAdapter(
    { source, sink, open, actions: platform, now },
    { ackSource: PLATFORM_SOURCE, topicPrefix: at.topicPrefix },
  );
  await adapter.start();
  return { platform, adapter };
}
