import { loadKey, loadPayloadKeys, readResponderToken } from '@hrd-shield/keys';
import type { Clock } from '@hrd-shield/pipeline';
import { type AuditTables, createAuditLog, openDatabase } from '@hrd-shield/postgres';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { createRemoteCodec } from '@hrd-shield/temporal';
import type { CodecConfig } from './config.ts';
import { createDecode } from './decode.ts';
import { serveDecode } from './serve-decode.ts';

/** What a test may put in the place of the real thing. */
export interface CodecOverrides {
  readonly clock?: Clock;
  readonly onListening?: (port: number) => void;
}

/** Wires `codec`: who asks, the audit row, then the payloads. */
export async function startCodec(
  context: ServiceContext<CodecConfig>,
  overrides: CodecOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const clock = overrides.clock ?? { now: () => Date.now() };
  const tokenKey = await loadKey(config.keysDir, 'token');
  const database = openDatabase<AuditTables>({
    url: config.databaseUrl,
    applicationName: 'codec',
  });
  const answers = meter.counter('shield_codec_answers_total', 'requests, by result');
  const decode = createDecode({
    audit: createAuditLog(database.query),
    codec: createRemoteCodec(await loadPayloadKeys(config.keysDir)),
    principalOf: (token) => readResponderToken(tokenKey, token, clock.now()),
    clock,
    namespace: config.temporalNamespace,
  });
  const server = await serveDecode({
    host: config.host,
    port: config.port,
    uiOrigin: config.uiOrigin,
    decode,
    onAnswered: (result) => answers.add(1, { result }),
  });
  overrides.onListening?.(server.port);
  logger.info('payloads are opened for the authorised', { port: server.port, host: config.host });
  return {
    checks: { audit: () => database.isHealthy() },
    stop: async () => {
      await server.stop();
      await database.stop();
    },
  };
}
