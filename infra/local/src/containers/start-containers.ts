import { setTimeout as delay } from 'node:timers/promises';
import type { StartedTestContainer } from 'testcontainers';
import type { SearchAttributes } from '../servers/temporal.ts';
import { freePort } from '../state/free-port.ts';
import type { StackAddresses } from '../state/stack-record.ts';
import { images } from './images.ts';
import { kafkaEnvironment } from './kafka-environment.ts';

const START_TIMEOUT_MS = 180_000;
const NAMESPACE_TRIES = 60;
const NAMESPACE_INTERVAL_MS = 500;
const NAME = 'shield';

// Loaded on demand: it is large, and most runs need no containers.
type Testcontainers = typeof import('testcontainers');

/** How to start the four containers. */
export interface ContainerOptions {
  readonly searchAttributes: SearchAttributes;
  readonly log: (line: string) => void;
}

/** The containers of one run; they are removed with it. */
export interface StartedContainers {
  readonly addresses: StackAddresses;
  stop(): Promise<void>;
}

/** True where Docker or one of its relatives answers. */
export async function containerEngineAnswers(): Promise<boolean> {
  try {
    const { getContainerRuntimeClient } = await import('testcontainers');
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

/** Starts the four servers as containers; those that started are removed where another fails. */
export async function startContainers(options: ContainerOptions): Promise<StartedContainers> {
  const library = await import('testcontainers');
  options.log(`  starting ${Object.values(images).join(', ')}`);
  const outcomes = await Promise.allSettled([
    startKafka(library),
    startTemporal(library, options.searchAttributes),
    startClickhouse(library),
    startPostgres(library),
  ]);
  const started = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value.container] : [],
  );
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((container) => container.stop({ timeout: 1_000 })));
  };
  const [kafka, temporal, clickhouse, postgres] = outcomes;
  if (
    kafka.status === 'fulfilled' &&
    temporal.status === 'fulfilled' &&
    clickhouse.status === 'fulfilled' &&
    postgres.status === 'fulfilled'
  ) {
    const addresses = {
      kafkaBrokers: kafka.value.address,
      temporalAddress: temporal.value.address,
      clickhouseUrl: clickhouse.value.address,
      databaseUrl: postgres.value.address,
    };
    return { addresses, stop };
  }
  await stop();
  throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
}

interface StartedServer {
  readonly container: StartedTestContainer;
  readonly address: string;
}

async function startKafka(library: Testcontainers): Promise<StartedServer> {
  const { host } = (await library.getContainerRuntimeClient()).info.containerRuntime;
  // The broker tells clients its address, so the outer port has to be known before the start.
  const port = await freePort();
  const container = await new library.GenericContainer(images.kafka)
    .withEnvironment(kafkaEnvironment(`${host}:${port}`))
    .withExposedPorts({ container: 9092, host: port })
    .withWaitStrategy(library.Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  return { container, address: `${host}:${port}` };
}

async function startTemporal(
  library: Testcontainers,
  searchAttributes: SearchAttributes,
): Promise<StartedServer> {
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const container = await new library.GenericContainer(images.temporal)
    .withCommand(['server', 'start-dev', '--ip', '0.0.0.0', '--headless', ...attributes])
    .withExposedPorts(7233)
    .withWaitStrategy(library.Wait.forListeningPorts())
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  await untilNamespace(container);
  return { container, address: `${container.getHost()}:${container.getMappedPort(7233)}` };
}

async function untilNamespace(container: StartedTestContainer): Promise<void> {
  for (let attempt = 0; attempt < NAMESPACE_TRIES; attempt += 1) {
    const describe = ['temporal', 'operator', 'namespace', 'describe', '--namespace', 'default'];
    if ((await container.exec(describe)).exitCode === 0) return;
    await delay(NAMESPACE_INTERVAL_MS);
  }
}

async function startClickhouse(library: Testcontainers): Promise<StartedServer> {
  const container = await new library.GenericContainer(images.clickhouse)
    // Without a password the server takes no connections from outside its container.
    .withEnvironment({
      CLICKHOUSE_USER: NAME,
      CLICKHOUSE_PASSWORD: NAME,
      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: '1',
    })
    .withExposedPorts(8123)
    .withUlimits({ nofile: { hard: 262_144, soft: 262_144 } })
    .withWaitStrategy(library.Wait.forHttp('/ping', 8123))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  const endpoint = `${container.getHost()}:${container.getMappedPort(8123)}`;
  return { container, address: `http://${NAME}:${NAME}@${endpoint}` };
}

async function startPostgres(library: Testcontainers): Promise<StartedServer> {
  const container = await new library.GenericContainer(images.postgres)
    .withEnvironment({ POSTGRES_USER: NAME, POSTGRES_PASSWORD: NAME, POSTGRES_DB: NAME })
    .withExposedPorts(5432)
    // The image starts the server twice: once to set it up, once for clients.
    .withWaitStrategy(library.Wait.forLogMessage(/ready to accept connections/, 2))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  const endpoint = `${container.getHost()}:${container.getMappedPort(5432)}`;
  return { container, address: `postgres://${NAME}:${NAME}@${endpoint}/${NAME}` };
}
