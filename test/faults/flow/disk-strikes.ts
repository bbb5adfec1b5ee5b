import { until } from '../../harness/until.ts';
import type { FlowCrew } from './flow-crew.ts';
import { BRIEF, type FlowStrike } from './flow-strike.ts';
import { unreadable, untilTaken } from './load.ts';
import { metricOf } from './metric-of.ts';

const MIB = 1024 * 1024;
/** Disks of their own, since they are filled to the last byte. */
export const SMALL_DISKS = { kafka: 512 * MIB, clickhouse: 768 * MIB };
/** Too little for an insert, and enough for the store to live. */
const STORE_REFUSES_BYTES = 160 * MIB;

/** Fills a disk to the last byte, and waits until the server has ended rather than write on it. */
async function fillUp({ stack }: FlowCrew, name: 'kafka' | 'clickhouse'): Promise<void> {
  await stack.control?.fillDisk(name);
  await until(`${name} ends by itself`, () => stack.control?.lives(name) === false);
}

/** As a supervisor does once somebody has made room. */
async function makeRoom({ stack }: FlowCrew, name: 'kafka' | 'clickhouse'): Promise<void> {
  await stack.control?.freeDisk(name);
  await stack.control?.revive(name);
}

/** Inserts that `record` has tried again so far. */
function retriesOf({ pipeline }: FlowCrew): Promise<number> {
  return metricOf(pipeline, 'record', 'shield_record_retries_total');
}

/** What a stretch leads to may all be in the store before its disk is filled. */
async function insertMore({ load, pipeline: { at, sink } }: FlowCrew): Promise<void> {
  await untilTaken(() => sink.send([unreadable(at, load.defenders[0] ?? '')]));
  load.poison.count += 1;
}

/** Files of somebody else fill a disk that a server of the stack writes to. */
export const DISK_STRIKES: readonly FlowStrike[] = [
  {
    name: 'F14 broker-disk-full',
    says: 'the disk of the broker is full: it ends, and its supervisor starts it when there is room',
    downMs: BRIEF,
    needs: 'small-disks',
    strike: (crew) => fillUp(crew, 'kafka'),
    heal: (crew) => makeRoom(crew, 'kafka'),
  },
  {
    name: 'F14 store-disk-nearly-full',
    says: 'the column store refuses what it has no room for, and goes on when there is room',
    downMs: BRIEF,
    needs: 'small-disks',
    strike: async (crew) => {
      const before = await retriesOf(crew);
      await crew.stack.control?.fillDisk('clickhouse', STORE_REFUSES_BYTES);
      await until('an insert is refused', async () => {
        await insertMore(crew);
        return (await retriesOf(crew)) > before;
      });
    },
    heal: ({ stack }) => stack.control?.freeDisk('clickhouse'),
  },
  {
    name: 'F14 store-disk-full',
    says: 'the disk of the column store is full to the last byte: it ends, and starts with room',
    downMs: BRIEF,
    needs: 'small-disks',
    strike: (crew) => fillUp(crew, 'clickhouse'),
    heal: (crew) => makeRoom(crew, 'clickhouse'),
  },
];
