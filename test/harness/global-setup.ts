import { chooseBackend } from '@hrd-shield/local-stack';
import type { TestProject } from 'vitest/node';
import type {} from './provided-context.ts';

/**
 * Has the real servers running before the first integration test. Where they cannot be had the run
 * fails with the reason: no test is skipped for want of a server.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chosen = await chooseBackend(process.env, {
    needsTimeSkipping: true,
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  project.provide('stackAddresses', chosen.addresses);
  project.provide('timeSkippingServerPath', chosen.timeSkippingServerPath ?? '');
  return () => chosen.stop();
}
