import { type Clickhouse, clickhouseConfigOf, createClickhouse } from '@hrd-shield/clickhouse';
import { type DataClass, type DefenderRef, topicName } from '@hrd-shield/contracts';
import {
  createEmitter,
  createPlatformAdapter,
  createReferencePlatform,
  type Emitter,
  type PlatformAdapter,
  type ReferencePlatform,
} from '@hrd-shield/emitter';
import { createKafkaSink, createKafkaSource, type KafkaSink } from '@hrd-shield/kafka';
import { createBoxOpener, loadPlatformKey } from '@hrd-shield/keys';
import type { StackAddresses } from '@hrd-shield/local-stack';
import {
  DesignationEntry,
  importDesignations,
  openRegistry,
  type Registry,
} from '@hrd-shield/registry';
import { consentableMeasures } from '../../packages/cli/src/demo/consentable-measures.ts';
import { createInstallation, type Installation } from './installation.ts';
import { type LoggedRecord, readLog } from './read-log.ts';
import { type ServiceName, type ServiceProcess, startService } from './service-process.ts';
import { until } from './until.ts';

const DAY_MS = 86_400_000;
const SOURCE = '/platform/test';
const clock = { now: () => Date.now() };

const DATA_CLASSES: readonly DataClass[] = [
  'public-content',
  'reports',
  'login',
  'message-metadata',
];

/** The whole pipeline as child processes, with the platform's side in this process. */
export interface Pipeline {
  readonly at: Installation;
  readonly emitter: Emitter;
  readonly sink: KafkaSink;
  readonly platform: ReferencePlatform;
  readonly registry: Registry;
  readonly store: Clickhouse;
  runs(name: ServiceName): boolean;
  service(name: ServiceName): ServiceProcess;
  /** Starts a service that is not running. */
  start(name: ServiceName, env?: Readonly<Record<string, string>>): Promise<void>;
  /** Kills a service as a crash would, and starts it again, after `between` and with what it says. */
  crash(name: ServiceName, options?: CrashOptions): Promise<void>;
  /** Designates more accounts. @returns once they are published */
  designate(accounts: readonly string[]): Promise<void>;
  /** The reference of a designated account. */
  ref(account: string): DefenderRef;
  log(topic: Parameters<typeof readLog>[1]): Promise<readonly LoggedRecord[]>;
  rows(sql: string): Promise<readonly Record<string, unknown>[]>;
  /**
   * Lets every service beside `designate` drain and end, and starts them again after `between`. The
   * registry of this process is closed meanwhile.
   */
  restart(between: () => Promise<void>): Promise<void>;
  /** Everything that all services, living and ended, have printed. */
  output(): string;
  stop(): Promise<void>;
}

export interface CrashOptions {
  /** What is done while it is dead. */
  readonly between?: () => Promise<void>;
  /** Beside what it was started with. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface PipelineOptions {
  readonly purpose: string;
  /** Accounts that are designated before any other service starts. */
  readonly defenders: readonly string[];
  /** Services beside `designate`, which always runs. */
  readonly services: readonly ServiceName[];
  readonly env?: Readonly<Record<string, string>>;
  /** Servers to use; those of the test run when absent. */
  readonly addresses?: StackAddresses;
}

/** Starts the services of a chapter on an installation of their own. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const at = await createInstallation(options.purpose, options.addresses);
  const connection = { brokers: [...at.brokers], clientId: at.name };
  const sink = createKafkaSink({ connection });
  const open = (): Promise<Registry> =>
    openRegistry(
      { databaseUrl: at.databaseUrl, keysDir: at.keysDir, applicationName: at.name },
      clock,
    );
  let registry = await open();
  const { adapter, platform } = await startPlatform(at, sink);
  const store = createClickhouse(clickhouseConfigOf(at.clickhouseUrl));
  const running = new Map<ServiceName, ServiceProcess>();
  const ended: string[] = [];
  const startOne = async (name: ServiceName, env: Readonly<Record<string, string>> = {}) => {
    running.set(name, await startService(name, { ...at.env, ...options.env, ...env }));
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((one) => one.stop()));
    await adapter.stop();
    await sink.stop();
    await registry.stop();
    await store.close();
    at.remove();
  };
  let refs: ReadonlyMap<string, DefenderRef>;
  try {
    await startOne('designate');
    refs = await designate(options.defenders, { at, registry });
    const starts = await Promise.allSettled(options.services.map((name) => startOne(name)));
    for (const start of starts) if (start.status === 'rejected') throw start.reason;
  } catch (error) {
    await stop();
    throw error;
  }

  const service = (name: ServiceName): ServiceProcess => {
    const found = running.get(name);
    if (found === undefined) throw new RangeError(`${name} does not run here`);
    return found;
  };
  return {
    at,
    emitter: createEmitter(sink, { source: SOURCE, topicPrefix: at.topicPrefix }),
    sink,
    platform,
    get registry() {
      return registry;
    },
    store,
    runs: (name) => running.has(name),
    service,
    start: startOne,
    crash: async (name, { between, env } = {}) => {
      await service(name).kill();
      ended.push(service(name).output());
      await between?.();
      await startOne(name, env);
    },
    restart: async (between) => {
      const processes = [...running.values()].filter(({ name }) => name !== 'designate');
      await Promise.all(processes.map((one) => one.stop()));
      ended.push(...processes.map((one) => one.output()));
      await registry.stop();
      await between();
      registry = await open();
      await Promise.all(processes.map(({ name }) => startOne(name)));
    },
    designate: async (accounts) => {
      refs = new Map([...refs, ...(await designate(accounts, { at, registry }))]);
    },
    ref: (account) => {
      const ref = refs.get(account);
      if (ref === undefined) throw new RangeError(`${account} is not designated here`);
      return ref;
    },
    log: (topic) => readLog(at, topic),
    rows: (sql) => store.query({ sql, parse: (row) => row as Record<string, unknown> }),
    output: () => [...ended, ...[...running.values()].map((one) => one.output())].join('\n'),
    stop,
  };
}

/** Designates accounts and waits until the services that start next will know them. */
async function designate(
  accounts: readonly string[],
  from: { readonly at: Installation; readonly registry: Registry },
): Promise<ReadonlyMap<string, DefenderRef>> {
  const entries = accounts.map((account, index) => ({
    place: index + 1,
    entry: DesignationEntry.parse({
      account,
      allowedMeasures: consentableMeasures(),
      dataClasses: DATA_CLASSES,
      language: 'en',
      country: 'SN',
      expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
      reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
    }),
  }));
  const { designated } = await importDesignations(entries, from.registry);
  await until('designations are published', async () => {
    const published = new Set((await readLog(from.at, 'designations')).map(({ key }) => key));
    return designated.every(({ ref }) => published.has(ref));
  });
  return new Map(designated.map(({ place, ref }) => [accounts[place - 1] ?? '', ref]));
}

/** The platform's side: takes commands, carries them out in a map, acks each. */
async function startPlatform(
  at: Installation,
  sink: KafkaSink,
): Promise<{ adapter: PlatformAdapter; platform: ReferencePlatform }> {
  const platform = createReferencePlatform({ now: clock.now });
  const source = createKafkaSource({
    connection: { brokers: [...at.brokers], clientId: `${at.name}-platform` },
    groupId: `${at.topicPrefix}platform`,
    topics: [topicName('protectionCommands', at.topicPrefix)],
  });
  const open = createBoxOpener(await loadPlatformKey(at.keysDir, 'private'));
  const adapter = createPlatformAdapter(
    { source, sink, open, actions: platform, now: clock.now },
    { ackSource: SOURCE, topicPrefix: at.topicPrefix },
  );
  await adapter.start();
  return { adapter, platform };
}
