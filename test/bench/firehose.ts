import { randomBytes } from 'node:crypto';
import { topicName } from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import { addressEnvironment, chooseBackend } from '@hrd-shield/local-stack';
import { relayDesignations } from '@hrd-shield/registry';
import { createCity, type PlannedScenario } from '@hrd-shield/world';
import { consentableMeasures } from '../../packages/cli/src/demo/consentable-measures.ts';
import {
  designateAll,
  entriesOf,
  type RefByAccount,
} from '../../packages/cli/src/demo/designate-city.ts';
import {
  createDemoInstallation,
  type DemoInstallation,
} from '../../packages/cli/src/demo/installation.ts';
import { openStage, type Stage } from '../../packages/cli/src/demo/stage.ts';

/** Where a bench says how it goes. */
export type Say = (line: string) => void;

export interface Bench {
  readonly at: DemoInstallation;
  readonly stage: Stage;
  readonly say: Say;
}

const HOUR_MS = 3_600_000;
const MARGIN_HOURS = 14;
export const CITY_HOURS = 72;
const FILL_EVENTS = 2_000;

/** An installation of the bench's own, taken down afterwards; on servers that `env` names, if any. */
export async function withBench<T>(
  say: Say,
  use: (bench: Bench) => Promise<T>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> {
  const backend = await chooseBackend(env, { log: say });
  try {
    const at = await createDemoInstallation({
      name: `bench_${randomBytes(4).toString('hex')}`,
      addresses: backend.addresses,
      env,
    });
    const stage = await openStage(at);
    try {
      return await use({ at, stage, say });
    } finally {
      await stage.stop();
      at.forgetKeys();
    }
  } finally {
    await backend.stop();
  }
}

/** Servers for several benches, one after the other. */
export async function withServers<T>(
  say: Say,
  use: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const backend = await chooseBackend(process.env, { log: say });
  try {
    return await use({ ...process.env, ...addressEnvironment(backend.addresses) });
  } finally {
    await backend.stop();
  }
}

/** A city that ends now, with one event in a thousand at a defender unless a plan adds more. */
export function benchCity(events: number, plan: readonly PlannedScenario[] = [], defenders = 200) {
  const endsAt = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - MARGIN_HOURS * HOUR_MS;
  return createCity({
    seed: 'bench',
    startAt: endsAt - CITY_HOURS * HOUR_MS,
    events,
    plan,
    defenders,
    defenderShare: 0.001,
  });
}
export type BenchCity = ReturnType<typeof benchCity>;

export function designateBenchCity(city: BenchCity, { stage }: Bench): Promise<RefByAccount> {
  const entries = entriesOf(city.defenders, {
    allowedMeasures: consentableMeasures(),
    now: Date.now(),
  });
  return designateAll(entries, stage.registry, () => undefined);
}

/** Publishes what the registry holds, where `designate` does not run. */
export async function publishDesignations({ at, stage }: Bench): Promise<void> {
  const sink = createKafkaSink({ connection: { ...at.connection, clientId: `${at.name}-relay` } });
  await relayDesignations({
    store: stage.registry.store,
    sink,
    clock: { now: () => Date.now() },
    topic: topicName('designations', at.topicPrefix),
  });
  await sink.stop();
}

/** Appends the whole city at once, for readers that are to find it there. */
export async function fillFirehose(city: BenchCity, { say, stage }: Bench): Promise<void> {
  const begun = performance.now();
  let batch = [];
  for (const event of city.events()) {
    batch.push(event);
    if (batch.length < FILL_EVENTS) continue;
    await stage.emitter.emitKnown(batch);
    batch = [];
  }
  await stage.emitter.emitKnown(batch);
  const perSecond = (city.eventCount / (performance.now() - begun)) * 1_000;
  say(`${city.eventCount} events lie on the firehose (${Math.round(perSecond)} events/s appended)`);
}
