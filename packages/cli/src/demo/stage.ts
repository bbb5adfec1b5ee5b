import {
  createEmitter,
  type Emitter,
  type Manners,
  type SimulatedPlatform,
  startSimulatedPlatform,
} from '@hrd-shield/emitter';
import { createKafkaSink } from '@hrd-shield/kafka';
import { openRegistry, type Registry } from '@hrd-shield/registry';
import { createGroupProgress, type GroupProgress } from './groups.ts';
import type { DemoInstallation } from './installation.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import type { ServiceGroup } from './start-services.ts';

/** Everything of a run that lives beside the services: the platform's side and the registry. */
export interface Stage {
  readonly at: DemoInstallation;
  readonly registry: Registry;
  readonly emitter: Emitter;
  readonly platform: SimulatedPlatform;
  readonly progress: GroupProgress;
  stop(): Promise<void>;
}

/** CloudEvents source of the simulated platform. */
const PLATFORM_SOURCE = '/platform/demo';

/** Opens the registry and the platform's side of an installation. */
export async function openStage(at: DemoInstallation, manners: Manners = {}): Promise<Stage> {
  const clock = { now: () => Date.now() };
  const registry = await openRegistry(
    { databaseUrl: at.databaseUrl, keysDir: at.keysDir, applicationName: at.name },
    clock,
  );
  const firehose = createKafkaSink({
    connection: { ...at.connection, clientId: `${at.name}-city` },
  });
  const acks = createKafkaSink({ connection: { ...at.connection, clientId: `${at.name}-acks` } });
  const platform = await startSimulatedPlatform({ ...at, source: PLATFORM_SOURCE, manners }, acks);
  return {
    at,
    registry,
    emitter: createEmitter(firehose, { source: PLATFORM_SOURCE, topicPrefix: at.topicPrefix }),
    platform,
    progress: createGroupProgress(at),
    stop: async () => {
      await platform.adapter.stop();
      await firehose.stop();
      await acks.stop();
      await registry.stop();
    },
  };
}

/** What `ingest` has taken, and where it went, from its metrics. */
export interface IngestCounts {
  readonly consumed: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  readonly designations: number;
}

/**
 * Sums the counters of the running `ingest` over their labels; a counter not yet written counts 0.
 */
export async function ingestCounts(services: ServiceGroup): Promise<IngestCounts> {
  const samples = await readMetrics(services.url('ingest'));
  const dropped: Record<string, number> = {};
  for (const { labels, name, value } of samples) {
    if (name !== 'shield_ingest_dropped_total') continue;
    const reason = labels.reason ?? 'unknown';
    dropped[reason] = (dropped[reason] ?? 0) + value;
  }
  return {
    consumed: sumOf(samples, 'shield_ingest_consumed_total'),
    dropped,
    deadLetters: sumOf(samples, 'shield_ingest_dead_letters_total'),
    designations: sumOf(samples, 'shield_ingest_designations'),
  };
}
