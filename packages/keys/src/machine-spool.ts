import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { MachineAudit, ShieldError } from '@hrd-shield/contracts';
import type { ClosedWindow, MachineSpool } from '@hrd-shield/pipeline';

export interface MachineSpoolConfig {
  /** Durable and writable; beside the keys when absent. */
  readonly dir: string | undefined;
  readonly keysDir: string;
  readonly service: string;
  /** Length of a span, ms. */
  readonly windowMs: number;
  readonly now: () => number;
}

interface Window {
  readonly id: string;
  readonly path: string;
  readonly from: number;
  readonly until: number;
  /** One entry a purpose; purposes are a closed list. */
  readonly counts: Map<string, number>;
}

const BESIDE_KEYS = 'machine-audit';
/** Spans that are handed on at once; the others follow with the next call. */
const MAX_CLOSED = 256;
/** A span whose process has not counted for so many spans has no process any more. */
const DEAD_WINDOWS = 2;

/**
 * The book of a process in a folder, one file a span: a line before the first opening of each
 * purpose, on the disk before anything is opened, and a line with the count at the end of the span.
 * Written in step with the opening: one short write a purpose and span.
 */
export function openMachineSpool(config: MachineSpoolConfig): MachineSpool {
  const { now, service, windowMs } = config;
  const dir = config.dir ?? join(config.keysDir, BESIDE_KEYS);
  let current: Window | undefined;

  function start(): Window {
    const from = now();
    const id = randomBytes(8).toString('hex');
    const path = join(dir, `${service}-${id}.ndjson`);
    return { id, path, from, until: from + windowMs, counts: new Map() };
  }

  function lineOf({ from, id, until }: Window, purpose: string, openings: number | null): string {
    const audit: MachineAudit = { window: id, service, purpose, from, until, openings };
    return JSON.stringify(audit);
  }

  function end(): void {
    if (current === undefined) return;
    const { counts, path } = current;
    const ending = current;
    append(
      path,
      [...counts].map(([purpose, openings]) => lineOf(ending, purpose, openings)),
    );
    current = undefined;
  }

  function endWhenOver(): void {
    if (current !== undefined && now() >= current.until) end();
  }

  return {
    note(purpose) {
      endWhenOver();
      current ??= start();
      const before = current.counts.get(purpose);
      if (before === undefined) append(current.path, [lineOf(current, purpose, null)]);
      current.counts.set(purpose, (before ?? 0) + 1);
    },
    end,
    closed() {
      endWhenOver();
      const deadAt = now() - DEAD_WINDOWS * windowMs;
      return orUnavailable(() =>
        namesOf(dir, service)
          .map((name) => readWindow(join(dir, name)))
          .filter((one) => one.path !== current?.path && (one.isCounted || one.until < deadAt))
          .toSorted((a, b) => a.until - b.until)
          .slice(0, MAX_CLOSED)
          .map(({ audits, path }) => ({
            audits,
            drop: () => orUnavailable(() => rmSync(path, { force: true })),
          })),
      );
    },
  };
}

function namesOf(dir: string, service: string): readonly string[] {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return readdirSync(dir).filter(
    (name) => name.startsWith(`${service}-`) && name.endsWith('.ndjson'),
  );
}

/** A line that was cut short was followed by no opening. */
function readWindow(path: string) {
  const byPurpose = new Map<string, MachineAudit>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const audit = auditOf(line);
    if (audit !== undefined) byPurpose.set(audit.purpose, audit);
  }
  const audits: ClosedWindow['audits'] = [...byPurpose.values()];
  // One without a line is being written by another process right now.
  const until = audits[0]?.until ?? Number.POSITIVE_INFINITY;
  const isCounted = audits.length > 0 && audits.every(({ openings }) => openings !== null);
  return { path, audits, until, isCounted };
}

function auditOf(line: string): MachineAudit | undefined {
  try {
    return MachineAudit.parse(JSON.parse(line));
  } catch {
    // The process or the machine ended in the middle of the line.
    return undefined;
  }
}

/** On the disk when it returns. What a failed write left behind stays a line of its own. */
function append(path: string, lines: readonly string[]): void {
  orUnavailable(() => {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'a', 0o600);
    try {
      writeSync(file, lines.map((line) => `\n${line}\n`).join(''));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

function orUnavailable<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const detail = 'the account of what this process opens cannot be written';
    throw new ShieldError('audit.unavailable', { cause, detail });
  }
}
