import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The lane of Node 24: the conformance suite against every client, on the servers of the run. */
export default defineConfig({
  root: ROOT,
  test: {
    name: 'lane',
    pool: 'threads',
    isolate: false,
    include: ['test/bench/lane/**/*.lane.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
