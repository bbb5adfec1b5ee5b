import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../../packages/cli/src/demo/installation.ts';
import type { Say } from '../firehose.ts';

const run = promisify(execFile);
const SOURCES = join(ROOT, 'test', 'bench', 'java');
const BUILT = join(ROOT, 'out', 'bench-java');
const JARS = join(BUILT, 'jars');
const CLASSES = join(BUILT, 'classes');
const RUN_MAX_MS = 600_000;

/** Runs a program of `test/bench/java` and returns the JSON line that it ends with. */
export type RunJava = <T>(program: string, env: Readonly<Record<string, string>>) => Promise<T>;

/**
 * Fetches the client's jars with Maven, once, and compiles the programs.
 * @throws where there is no JDK 17 or no Maven: the bench names no rival that it did not run
 */
export async function buildJavaRivals(say: Say): Promise<RunJava> {
  if (!(await hasJars())) {
    say('fetching the Java clients');
    await run('mvn', [
      '--batch-mode',
      '--quiet',
      '--file',
      join(SOURCES, 'pom.xml'),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${JARS}`,
    ]);
  }
  const sources = (await readdir(join(SOURCES, 'src'))).map((file) => join(SOURCES, 'src', file));
  await run('javac', ['-d', CLASSES, '-cp', join(JARS, '*'), ...sources]);
  return async (program, env) => {
    const classPath = `${CLASSES}:${join(JARS, '*')}`;
    const { stdout } = await run(
      'java',
      ['-Xmx1g', '-cp', classPath, `org.hrdshield.bench.${program}`],
      {
        env: { PATH: process.env.PATH, ...env },
        timeout: RUN_MAX_MS,
      },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  };
}

async function hasJars(): Promise<boolean> {
  const files = await readdir(JARS).catch(() => []);
  return files.some((file) => file.startsWith('kafka-streams-'));
}
