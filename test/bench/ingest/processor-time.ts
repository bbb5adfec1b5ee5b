import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
/** Fields of `/proc/<pid>/stat` after the name in brackets: user and system ticks. */
const USER_AT = 11;
const SYSTEM_AT = 12;

/** Processor time of a process so far, all its threads, ms; Linux only. */
export function processorMsOf(pid: number | undefined): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[USER_AT]) + Number(fields[SYSTEM_AT]);
  return (ticks / TICKS_A_SECOND) * 1_000;
}

const KIB_A_MIB = 1_024;

/** The most memory that a process has held so far, MiB; Linux only. */
export function peakMiBOf(pid: number | undefined): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / KIB_A_MIB);
}
