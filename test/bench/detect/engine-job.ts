import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ShieldError } from '@hrd-shield/contracts';
import type { MessageOptions } from './message-stream.ts';

/** What the child is to apply. */
export type EngineJob = MessageOptions;

export interface EngineFigures {
  readonly events: number;
  readonly signals: number;
  readonly defenders: number;
  /** Wall clock. */
  readonly eventsPerSecond: number;
  /** Processor time of the whole process, collection of garbage included: one core's worth. */
  readonly eventsPerCpuSecond: number;
  /** The same for the first messages of a process, before the clock of all others starts. */
  readonly coldEventsPerCpuSecond: number;
  /** Frozen bytes of the largest state, at the end and after two idle days. */
  readonly hotBytesMost: number;
  readonly idleBytesMost: number;
  /** Resident memory after a collection, as the stream goes on. */
  readonly memory: readonly { readonly events: number; readonly rss: number }[];
}

const MAIN = fileURLToPath(new URL('./engine.main.ts', import.meta.url));

/** Runs the engine over a stream in a process of its own. @throws ShieldError when it ends badly */
export function runEngine(job: EngineJob): Promise<EngineFigures> {
  return new Promise((resolve, reject) => {
    const args = ['--expose-gc', '--import', 'tsx', MAIN, JSON.stringify(job)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString('utf8');
    });
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed) as EngineFigures);
      else reject(new ShieldError('input.bad-file', { detail: `the engine ended with ${code}` }));
    });
  });
}

/** The most of resident memory that was seen, bytes. */
export function rssMost({ memory }: EngineFigures): number {
  return Math.max(...memory.map(({ rss }) => rss));
}

/** Growth of resident memory over the second half of a stream, as share of what it was. */
export function rssSlope({ memory }: EngineFigures): number {
  const half = memory[memory.length >> 1];
  const last = memory.at(-1);
  return half === undefined || last === undefined ? Number.NaN : last.rss / half.rss - 1;
}
