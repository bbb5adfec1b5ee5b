import { topicName } from '@hrd-shield/contracts';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import { createKafkaSink, createLogReader } from '@hrd-shield/kafka';
import {
  createCurrencyTeller,
  heedNotices,
  keepClocks,
  openRegistry,
  relayDesignations,
} from '@hrd-shield/registry';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { DesignateConfig } from './config.ts';
import { repeat } from './repeat.ts';

/** What a test may put in the place of the real thing. */
export interface DesignateOverrides {
  /** Shorter clocks than those of the rule file. */
  readonly policy?: RegistryPolicy;
}

/** Wires the registry to its topic: the relay, the timers, and the repetition of endings. */
export async function startDesignate(
  context: ServiceContext<DesignateConfig>,
  overrides: DesignateOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter, signal } = context;
  const clock = { now: () => Date.now() };
  const registry = await openRegistry(
    {
      databaseUrl: config.databaseUrl,
      keysDir: config.keysDir,
      applicationName: 'designate',
      ...overrides,
    },
    clock,
  );
  const connection = { brokers: config.kafkaBrokers, clientId: 'designate' };
  const sink = createKafkaSink({ connection });
  const topic = topicName('designations', config.topicPrefix);
  const noticesTopic = topicName('listNotices', config.topicPrefix);
  const tellCurrent = createCurrencyTeller({ clock, sink }, noticesTopic);
  const heeded = heedNotices(createLogReader({ connection, topic: noticesTopic }), registry);
  const published = meter.counter('shield_designate_published_total', 'records published');
  const timed = meter.counter(
    'shield_designate_timed_total',
    'designations reminded, ended or erased',
  );
  const repeated = { signal, logger };

  await heeded.notices.start();
  const relay = repeat({
    ...repeated,
    step: 'relay',
    everyMs: config.relayMs,
    round: async () => {
      await heeded.round();
      const count = await relayDesignations({ store: registry.store, sink, clock, topic });
      await tellCurrent();
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
      const kept = await keepClocks(registry);
      for (const [act, count] of Object.entries(kept)) timed.add(count, { act });
      const count = kept.ended + kept.erased + kept.reminded;
      if (count > 0) logger.info('time kept', { count });
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
      await heeded.notices.stop();
      await sink.stop();
      await registry.stop();
    },
  };
}
