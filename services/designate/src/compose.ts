import { topicName } from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import { keepTime, openRegistry, relayDesignations } from '@hrd-shield/registry';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { DesignateConfig } from './config.ts';
import { repeat } from './repeat.ts';

/** Wires the registry to its topic: the relay, the timers, and the repetition of endings. */
export async function startDesignate(
  context: ServiceContext<DesignateConfig>,
): Promise<RunningService> {
  const { config, logger, meter, signal } = context;
  const clock = { now: () => Date.now() };
  const registry = await openRegistry(
    { databaseUrl: config.databaseUrl, keysDir: config.keysDir, applicationName: 'designate' },
    clock,
  );
  const sink = createKafkaSink({
    connection: { brokers: config.kafkaBrokers, clientId: 'designate' },
  });
  const topic = topicName('designations', config.topicPrefix);
  const published = meter.counter('shield_designate_published_total', 'records published');
  const timed = meter.counter('shield_designate_timed_total', 'designations ended or erased');
  const repeated = { signal, logger };

  const relay = repeat({
    ...repeated,
    step: 'relay',
    everyMs: config.relayMs,
    round: async () => {
      const count = await relayDesignations({ store: registry.store, sink, clock, topic });
      if (count === 0) return;
      published.add(count);
      logger.info('published', { records: count, topic });
    },
  });
  const timers = repeat({
    ...repeated,
    step: 'timers',
    everyMs: config.timersMs,
    round: async () => {
      const { expired, erased } = await keepTime(registry);
      timed.add(expired, { act: 'expired' });
      timed.add(erased, { act: 'erased' });
      if (expired + erased > 0) logger.info('time kept', { count: expired + erased });
    },
  });
  const endings = repeat({
    ...repeated,
    step: 'reassert',
    everyMs: config.reassertMs,
    round: async () => {
      await registry.store.reassertEnded(clock.now());
    },
  });

  const loops = [relay.ended, timers.ended, endings.ended];
  return {
    checks: {
      registry: () => registry.isHealthy(),
      relay: relay.isHealthy,
      timers: timers.isHealthy,
    },
    failed: Promise.all(loops).then(() => new Promise<never>(() => undefined)),
    stop: async () => {
      await Promise.allSettled(loops);
      await sink.stop();
      await registry.stop();
    },
  };
}
