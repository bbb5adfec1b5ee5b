import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { StackAddresses } from '@hrd-shield/local-stack';

const TICKS_A_SECOND = 100;
/** Of `/proc/<pid>/stat` after the name in brackets: parent, own ticks, ticks of ended children. */
const PARENT_AT = 1;
const TICKS_AT = [11, 12, 13, 14];
const LISTENS = '0A';
const REST_MS = 3_000;

/** Processor time by process, ms. */
export type ProcessorMs = Readonly<Record<string, number>>;

/** Who spends processor time on cases; processes of another machine are left out. Linux only. */
export interface ProcessorBook {
  /** Spent by `work` for each of `cases`, less what the same processes spend at rest. */
  perCase(cases: number, work: () => Promise<void>): Promise<ProcessorMs>;
}

/** Looks at processes by their ports, and at others by their ids; rests a while to see their rest. */
export async function openProcessorBook(
  { databaseUrl, kafkaBrokers, temporalAddress }: StackAddresses,
  services: Readonly<Record<string, number | undefined>>,
): Promise<ProcessorBook> {
  const pids = Object.entries({
    temporal: listenerOf(`tcp://${temporalAddress}`),
    kafka: listenerOf(`tcp://${kafkaBrokers.split(',')[0]}`),
    postgres: listenerOf(databaseUrl),
    ...services,
    'platform and bench': process.pid,
  });
  const spent = (): ProcessorMs =>
    Object.fromEntries(
      pids.flatMap(([name, pid]) => (pid === undefined ? [] : [[name, spentBy(pid)]])),
    );
  const atRest = spent();
  await delay(REST_MS);
  const rested = spent();
  return {
    perCase: async (cases, work) => {
      const [before, begunAt] = [spent(), performance.now()];
      await work();
      const after = spent();
      const rests = (performance.now() - begunAt) / REST_MS;
      const share = (name: string): number => {
        const rest = ((rested[name] ?? 0) - (atRest[name] ?? 0)) * rests;
        return ((after[name] ?? 0) - (before[name] ?? 0) - rest) / cases;
      };
      return Object.fromEntries(Object.keys(after).map((name) => [name, Math.max(0, share(name))]));
    },
  };
}

/** Of a process, its living children, and those that have ended. */
function spentBy(pid: number): number {
  const children = processes().filter((each) => Number(statOf(each)[PARENT_AT]) === pid);
  const ticks = [pid, ...children].flatMap((each) =>
    TICKS_AT.map((at) => Number(statOf(each)[at])),
  );
  return (ticks.reduce((sum, each) => sum + (each || 0), 0) / TICKS_A_SECOND) * 1_000;
}

function processes(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Fields after the name; none when the process is gone. */
function statOf(pid: number): readonly string[] {
  const text = textOf(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The process that listens on the port of an address; undefined when it is none of this machine. */
function listenerOf(address: string): number | undefined {
  const port = Number(new URL(address).port).toString(16).toUpperCase().padStart(4, '0');
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => textOf(path).split('\n'));
  const socket = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, local, , state]) => local?.endsWith(`:${port}`) && state === LISTENS)?.[9];
  return processes().find((pid) => hasSocket(pid, `socket:[${socket}]`));
}

function hasSocket(pid: number, socket: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => readlinkSync(`${folder}/${fd}`) === socket);
  } catch {
    return false;
  }
}
