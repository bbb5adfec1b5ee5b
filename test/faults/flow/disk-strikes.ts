import { setTimeout as delay } from 'node:timers/promises';
import { BRIEF, type FlowStrike, SECOND_MS } from './flow-strike.ts';

/** A broker that cannot write ends itself within this time, while somebody appends. */
const HALT_MS = { short: 5 * SECOND_MS, long: 20 * SECOND_MS };

/** Disks that are full: every write to a file fails from one moment to the next. */
export const DISK_STRIKES: readonly FlowStrike[] = [
  {
    name: 'F14 broker-disk-full',
    says: 'the disk of the broker is full: it ends, and its supervisor starts it when there is room',
    downMs: HALT_MS,
    strike: ({ stack }) => stack.control?.fillDisk('kafka'),
    heal: async ({ stack }) => {
      await stack.control?.crash('kafka');
      await delay(SECOND_MS);
      await stack.control?.revive('kafka');
    },
  },
  {
    name: 'F14 store-disk-full',
    says: 'the disk of the column store is full, and is freed while it runs',
    downMs: BRIEF,
    strike: ({ stack }) => stack.control?.fillDisk('clickhouse'),
    heal: ({ stack }) => stack.control?.freeDisk('clickhouse'),
  },
];
