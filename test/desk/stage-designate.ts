import { createLogger, type RunningService, startTelemetry } from '@hrd-shield/runtime';
import { type DesignateOverrides, startDesignate } from '../../services/designate/src/compose.ts';
import type { DesignateConfig } from '../../services/designate/src/config.ts';
import type { Installation } from '../harness/installation.ts';
import { kafkaInClear } from '../harness/kafka-in-clear.ts';

/** `designate` of this process, with short rounds. */
export async function stageDesignate(
  at: Installation,
  config: Partial<DesignateConfig> = {},
  overrides: DesignateOverrides = {},
): Promise<Pick<RunningService, 'stop'>> {
  const telemetry = startTelemetry({ service: 'designate' });
  const ending = new AbortController();
  const service = await startDesignate(
    {
      config: {
        httpHost: '127.0.0.1',
        httpPort: 0,
        logLevel: 'silent',
        drainMs: 5_000,
        otlpEndpoint: undefined,
        ...kafkaInClear(at.brokers),
        databaseUrl: at.databaseUrl,
        keysDir: at.keysDir,
        auditDir: undefined,
        auditWindowMs: 300,
        topicPrefix: at.topicPrefix,
        relayMs: 100,
        timersMs: 60_000,
        reassertMs: 60_000,
        reportsKeptMs: 190 * 86_400_000,
        reviewsMs: 200,
        temporalAddress: at.env.TEMPORAL_ADDRESS ?? '',
        temporalNamespace: 'default',
        notifyFile: undefined,
        ...config,
      },
      logger: createLogger('designate', 'silent'),
      meter: telemetry.meter,
      signal: ending.signal,
    },
    overrides,
  );
  return {
    stop: async () => {
      ending.abort();
      await service.stop();
      await telemetry.stop();
    },
  };
}
