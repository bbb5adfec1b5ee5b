import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefenderRef, Sealed } from '@hrd-shield/contracts';
import {
  bookedSealer,
  type DefenderSealer,
  machineEntry,
  type OutRecord,
  shipMachineAudit,
} from '@hrd-shield/pipeline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMachineSpool } from './machine-spool.ts';

const WINDOW_MS = 1_000;
const REF = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;
const SEALED = 's1.dk1.AAAA' as Sealed;
const TOPIC = 'shield.machine-audit.v1';
let dir: string;
let nowMs: number;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'machine-spool-'));
  nowMs = 10_000;
});

afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true, force: true });
});

function spool(at: string = dir) {
  const now = () => nowMs;
  return openMachineSpool({ dir: at, keysDir: dir, service: 'detect', windowMs: WINDOW_MS, now });
}

/** Counts how often something was opened in earnest. */
function opener(): DefenderSealer & { opened: number } {
  const made = {
    opened: 0,
    seal: async () => SEALED,
    open: async () => {
      made.opened += 1;
      return new Uint8Array();
    },
  };
  return made;
}

function sinkOf(sent: OutRecord[]) {
  return { send: async (records: readonly OutRecord[]) => void sent.push(...records) };
}

const counted = (sent: readonly OutRecord[]) =>
  sent.map(({ value }) => {
    const { purpose, openings } = JSON.parse(Buffer.from(value ?? []).toString());
    return `${purpose} ${openings}`;
  });

it('counts what a process opens under each purpose, one record a span', async () => {
  const book = spool();
  const sealer = bookedSealer(opener(), book);
  for (let n = 0; n < 3; n += 1) await sealer.open(REF, 'targeting-event', SEALED);
  await sealer.open(REF, 'detect-snapshot', SEALED);
  const sent: OutRecord[] = [];
  const deps = { spool: book, sink: sinkOf(sent), topic: TOPIC };
  expect(await shipMachineAudit(deps)).toBe(0);
  nowMs += WINDOW_MS;
  expect(await shipMachineAudit(deps)).toBe(1);
  expect(counted(sent)).toEqual(['targeting-event 3', 'detect-snapshot 1']);
  expect(readdirSync(dir)).toEqual([]);
});

it('opens nothing when the account cannot be written, and opens again when it can', async () => {
  const blocked = join(dir, 'taken-by-a-file');
  writeFileSync(blocked, '');
  const real = opener();
  const sealer = bookedSealer(real, spool(blocked));
  const refusal = { code: 'audit.unavailable' };
  await expect(sealer.open(REF, 'targeting-event', SEALED)).rejects.toMatchObject(refusal);
  expect(real.opened).toBe(0);
  rmSync(blocked);
  await sealer.open(REF, 'targeting-event', SEALED);
  expect(real.opened).toBe(1);
});

it('keeps a span on the disk until the log has taken it, through any number of failures', async () => {
  const book = spool();
  const away = { send: () => Promise.reject(new Error('away')) };
  for (let n = 0; n < 4; n += 1) {
    book.note('targeting-event');
    nowMs += WINDOW_MS;
    const failing = shipMachineAudit({ spool: book, sink: away, topic: TOPIC });
    await expect(failing).rejects.toThrow('away');
  }
  const sent: OutRecord[] = [];
  await shipMachineAudit({ spool: book, sink: sinkOf(sent), topic: TOPIC });
  expect(counted(sent)).toEqual(Array(4).fill('targeting-event 1'));
});

it('accounts for a process that died: what it opened under, its count unknown', () => {
  spool().note('looks');
  const next = spool();
  expect(next.closed()).toEqual([]);
  nowMs += 4 * WINDOW_MS;
  const [dead] = next.closed();
  expect(dead?.audits).toMatchObject([{ purpose: 'looks', openings: null, from: 10_000 }]);
});

it('hands on at the next start what a process counted when it stopped', () => {
  const before = spool();
  before.note('looks');
  before.end();
  expect(spool().closed()[0]?.audits).toMatchObject([{ purpose: 'looks', openings: 1 }]);
});

it('is a row of the chain that names nobody', () => {
  const audit = { window: 'aaaaaaaaaaaaaaaa', service: 'detect', from: 1, until: 2, openings: 9 };
  expect(machineEntry({ ...audit, purpose: 'designation.screening' })).toEqual({
    at: 2,
    principal: 'service:detect',
    act: 'machine.unseal',
    purpose: 'designation.screening',
    subject: 'openings:9',
    policyIds: [],
    result: 'allowed',
    reason: 'window:aaaaaaaaaaaaaaaa',
  });
});
