import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Environment, placesOf } from '@hrd-shield/local-stack';

const run = promisify(execFile);
const SOURCES = join(import.meta.dirname, 'java');
const VERSIONS = join(import.meta.dirname, '../../../infra/local/versions.json');
const CLOCK = 'org/apache/kafka/common/utils/SystemTime.class';

/** The clock of a broker that is started with `env`: as far off that of the host as it is told. */
export interface BrokerClock {
  readonly env: Environment;
  /** @param ms ahead, or behind when negative; soon heeded */
  setOff(ms: number): Promise<void>;
  remove(): Promise<void>;
}

/** Whether this machine can make one. */
export async function canSetBrokerClock(): Promise<boolean> {
  return run('javac', ['-version']).then(
    () => true,
    () => false,
  );
}

/** Compiles a class that takes the place of the broker's own clock, and an agent that puts it there. */
export async function makeBrokerClock(env: Environment): Promise<BrokerClock> {
  const folder = await mkdtemp(join(tmpdir(), 'broker-clock-'));
  const file = join(folder, 'off-ms');
  const agent = join(folder, 'clock-agent.jar');
  const setOff = (ms: number): Promise<void> => writeFile(file, String(ms));
  await setOff(0);
  const classes = join(folder, 'classes');
  await run('javac', [
    ...['--release', '17', '-d', classes, '-cp', join(await jarsOf(env), '*')],
    ...['ClockAgent', 'SystemTime'].map((name) => join(SOURCES, `${name}.java`)),
  ]);
  // Beside the agent and not in its package: nobody finds it there by its own name.
  await mkdir(join(folder, 'jar', 'clock'), { recursive: true });
  await copyFile(join(classes, CLOCK), join(folder, 'jar', 'clock', 'SystemTime.class'));
  const manifest = join(folder, 'manifest');
  await writeFile(manifest, 'Premain-Class: ClockAgent\n');
  await run('jar', [
    ...['--create', '--file', agent, '--manifest', manifest],
    ...['-C', join(folder, 'jar'), '.'],
    ...['-C', classes, 'ClockAgent.class', '-C', classes, 'ClockAgent$1.class'],
  ]);
  return {
    env: { ...env, FAULT_CLOCK_FILE: file, JDK_JAVA_OPTIONS: `-javaagent:${agent}` },
    setOff,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function jarsOf(env: Environment): Promise<string> {
  const versions = JSON.parse(await readFile(VERSIONS, 'utf8')) as {
    readonly kafka: { readonly version: string };
  };
  return join(placesOf(env).cacheDir, `kafka-${versions.kafka.version}`);
}
