import { setTimeout as delay } from 'node:timers/promises';
import { startService } from '../../harness/service-process.ts';
import { AT_ONCE, type FlowStrike, nothing, SECOND_MS } from './flow-strike.ts';
import { checkOutOld } from './old-build.ts';

/** So many commits back is the build that is still running somewhere. */
export const OLD_COMMIT = 'HEAD~30';
const SIDE_BY_SIDE = ['ingest', 'detect', 'record'] as const;
const TOGETHER_MS = { short: 4 * SECOND_MS, long: 30 * SECOND_MS };

/** A rollout: members of two builds share the partitions of each group. */
export const mixedBuilds: FlowStrike = {
  name: 'F21 mixed-builds',
  says: 'members of an earlier build join the groups of this one, work on, and leave',
  downMs: AT_ONCE,
  needs: 'history',
  strike: async ({ pipeline }, { long }) => {
    const build = await checkOutOld(OLD_COMMIT);
    try {
      const old = await Promise.all(
        SIDE_BY_SIDE.map((name) => startService(name, pipeline.at.env, { root: build.root })),
      );
      await delay(long ? TOGETHER_MS.long : TOGETHER_MS.short);
      await Promise.all(old.map((one) => one.stop()));
    } finally {
      await build.remove();
    }
  },
  heal: nothing,
};
