import { defineConfig } from 'vitest/config';

/**
 * Tier by file name: `.test.ts` is pure and quick, `.sim.test.ts` pure and long, `.eval.test.ts` a proof,
 * `.int.test.ts` needs servers.
 * What loads Temporal's native core runs in processes of its own, as a service does, and each file on
 * real servers in one: in a single thread of the runner memory grew to gigabytes, and once a check of the
 * runtime ended it, and the whole tier with it.
 */
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,services,workflows,infra,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.{eval,int,replay,sim,stack}.test.ts'],
          // A bound against hanging, not a measure: the machine may be busy.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: ['{packages,test}/**/*.sim.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'evaluation',
          include: ['packages/evaluation/**/*.eval.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'replay',
          pool: 'forks',
          include: ['test/replay/**/*.replay.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['infra/local/**/*.stack.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          pool: 'forks',
          isolate: true,
          include: ['{packages,services,workflows,test}/**/*.int.test.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
