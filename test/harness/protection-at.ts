import { loadKey } from '@hrd-shield/keys';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  connectTemporal,
  createProtectionClient,
  type ProtectionClient,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import type { Installation } from './installation.ts';

/** Speaks to the protections of an installation as its `respond` does. */
export async function protectionAt({
  env,
  keysDir,
  topicPrefix,
}: Installation): Promise<{ connection: TemporalConnection; protection: ProtectionClient }> {
  const connection = await connectTemporal({
    address: env.TEMPORAL_ADDRESS ?? '',
    namespace: 'default',
    payloadKey: await loadKey(keysDir, 'payload'),
  });
  const protection = createProtectionClient(connection, {
    taskQueue: `${topicPrefix}shield-respond`,
    policy: loadProtectionPolicy(),
    clockScale: 1,
  });
  return { connection, protection };
}
