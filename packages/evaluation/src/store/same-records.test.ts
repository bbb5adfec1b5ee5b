import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../run/run-record.ts';
import { EarlierRecords } from './same-records.ts';

const RECORD = {
  key: 'held-out/attack/A01/70000',
  landed: 40,
  peaks: [['c1', 0.25]],
  trail: 'evidence of every look',
  computeMs: 12,
} as unknown as RunRecord;
let folder: string;
let earlier: EarlierRecords;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shield-same-'));
  const path = join(folder, 'runs.jsonl');
  writeFileSync(path, `${JSON.stringify(RECORD)}\n{"key":"half a`);
  earlier = await EarlierRecords.read(path);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a record is the same however long it took', () => {
  expect(() => earlier.require({ ...RECORD, computeMs: 9 })).not.toThrow();
});

test.each([
  ['a score', { peaks: [['c1', 0.2500000001]] as RunRecord['peaks'] }],
  ['the evidence of a look', { trail: 'evidence of some looks' }],
])('%s that differs ends it', (_, change) => {
  expect(() => earlier.require({ ...RECORD, ...change })).toThrow(/A01.*otherwise than before/);
});

test('a run without an earlier record ends it', () => {
  expect(() => earlier.require({ ...RECORD, key: 'half a' })).toThrow('has no earlier record');
});
