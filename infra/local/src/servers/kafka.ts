import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../places.ts';
import { runTool } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';
import { isKafkaReady } from './kafka-probe.ts';
import type { ServerPlan } from './server-plan.ts';

const START_TIMEOUT_MS = 90_000;
const FORMAT_TIMEOUT_MS = 60_000;
const CLUSTER_ID_BYTES = 16;

/** What one broker is made of. */
export interface KafkaOptions {
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly java: string;
  readonly jarsDir: string;
  readonly env: Environment;
}

/** The configuration of a one-node broker on loopback, as the lines of `server.properties`. */
export function kafkaProperties(
  options: Pick<KafkaOptions, 'folder' | 'port' | 'controllerPort'>,
): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${options.controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${options.port},CONTROLLER://127.0.0.1:${options.controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${options.port}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${join(options.folder, 'data')}`,
    'num.partitions=1',
    'default.replication.factor=1',
    'min.insync.replicas=1',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    // A mistyped topic has to fail, not to appear.
    'auto.create.topics.enable=false',
    '',
  ].join('\n');
}

/** Prepares the folder (formatted once) and says how to start the broker. */
export async function planKafka(options: KafkaOptions): Promise<ServerPlan> {
  await mkdir(options.folder, { recursive: true });
  const propertiesFile = join(options.folder, 'server.properties');
  await writeFile(propertiesFile, kafkaProperties(options));
  const classPath = join(options.jarsDir, '*');
  if (!existsSync(join(options.folder, 'data', 'meta.properties'))) {
    await formatStorage(options.java, classPath, propertiesFile);
  }
  const log4j = fileURLToPath(new URL('../../kafka/log4j2.properties', import.meta.url));
  return {
    name: 'kafka',
    port: options.port,
    startTimeoutMs: START_TIMEOUT_MS,
    isReady: () => isKafkaReady(options.port),
    command: {
      name: 'Kafka',
      program: options.java,
      args: [
        '-Xms256m',
        '-Xmx512m',
        '-XX:+UseG1GC',
        '-XX:MaxGCPauseMillis=20',
        '-XX:+ExitOnOutOfMemoryError',
        '-Djava.awt.headless=true',
        `-Dlog4j2.configurationFile=${log4j}`,
        ...['-cp', classPath, 'kafka.Kafka', propertiesFile],
      ],
      cwd: options.folder,
      logFile: options.logFile,
      env: options.env,
    },
  };
}

async function formatStorage(
  java: string,
  classPath: string,
  propertiesFile: string,
): Promise<void> {
  const bytes = randomBytes(CLUSTER_ID_BYTES);
  // With "-" in front it would be read as an option.
  bytes.writeUInt8(bytes.readUInt8() & 0x7f);
  const clusterId = bytes.toString('base64url');
  const { exitCode, output } = await runTool(
    java,
    ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']
      .concat(['-cp', classPath, 'kafka.tools.StorageTool', 'format'])
      .concat(['-t', clusterId, '-c', propertiesFile, '--ignore-formatted']),
    { timeoutMs: FORMAT_TIMEOUT_MS },
  );
  if (exitCode === 0) return;
  throw new StackFault('SERVER_FAILED', `Kafka's storage could not be formatted:\n${output}`);
}
