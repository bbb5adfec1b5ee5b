import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';
import { kafkaPomUrl, versions } from '../versions.ts';
import type { CacheEntry } from './into-cache.ts';
import { requireSha256 } from './sha256.ts';
import { requireMaven } from './tools.ts';

/** The broker and everything it needs, as Maven resolves it, each jar held to its checksum. */
export const kafkaJars: CacheEntry = {
  name: `kafka-${versions.kafka.version}`,
  title: `Apache Kafka ${versions.kafka.version}`,
  async fill(folder) {
    const maven = await requireMaven();
    const { exitCode, output } = await runTool(maven, [
      '--batch-mode',
      '--quiet',
      '--file',
      fileURLToPath(kafkaPomUrl),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${folder}`,
    ]);
    if (exitCode !== 0) {
      throw new StackFault('DOWNLOAD_FAILED', `Maven could not fetch the Kafka broker:\n${output}`);
    }
    await requireJars(folder, versions.kafka.jars);
  },
};

/** @throws StackFault CHECKSUM_MISMATCH where a jar is missing, unknown or not the pinned one. */
export async function requireJars(
  folder: string,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  const found = (await readdir(folder)).filter((file) => file.endsWith('.jar'));
  const missing = Object.keys(expected).filter((jar) => !found.includes(jar));
  const unknown = found.filter((jar) => !Object.hasOwn(expected, jar));
  if (missing.length > 0 || unknown.length > 0) {
    throw new StackFault(
      'CHECKSUM_MISMATCH',
      `The Kafka jars differ from infra/local/versions.json (missing: ${missing.join(', ') || 'none'}; not pinned: ${unknown.join(', ') || 'none'}).`,
    );
  }
  await Promise.all(
    Object.entries(expected).map(([jar, sha256]) => requireSha256(join(folder, jar), sha256)),
  );
}
