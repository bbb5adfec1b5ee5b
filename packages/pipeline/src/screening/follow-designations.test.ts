import {
  type DefenderRef,
  type DesignationRecord,
  type ErrorCode,
  encodeBinary,
  INTERNAL_TYPES,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import type { DefenderIndex } from './defender-index.ts';
import { createDesignationFollower } from './follow-designations.ts';

const ref = `d_${'A'.repeat(22)}` as DefenderRef;
const designation: DesignationRecord = {
  ref,
  version: 2,
  state: 'active',
  probe: false,
  expiresAt: 10,
  screening: `s1.k1.${'A'.repeat(16)}.AAAA` as Sealed,
  protection: `s1.k1.${'A'.repeat(16)}.BBBB` as Sealed,
};

/** What became of a designation whose part opens like this. */
async function heard(
  record: Pick<SourceRecord, 'headers' | 'key' | 'value'>,
  openScreening: () => never,
): Promise<readonly string[]> {
  const told: string[] = [];
  const reader: LogReader = {
    start: async (take) => take([record as SourceRecord], { topic: 'list', partition: 0 }),
    stop: async () => undefined,
    isHealthy: () => true,
  };
  const index = {
    erase: () => told.push('erased'),
    end: () => told.push('ended'),
    apply: () => told.push('applied'),
  } as unknown as DefenderIndex;
  const onRefused = (reason: string): void => void told.push(reason);
  await createDesignationFollower({ reader, index, openScreening, onRefused }).start();
  return told;
}

function recordOf(changes: Partial<DesignationRecord>) {
  const event = {
    specversion: '1.0',
    id: 'one',
    source: 'test',
    type: INTERNAL_TYPES.designation,
    time: new Date(1).toISOString(),
    data: { ...designation, ...changes },
  } as const;
  return { ...encodeBinary(event, ref), key: Buffer.from(ref) } as unknown as SourceRecord;
}

const fails = (code: ErrorCode) => (): never => {
  throw new ShieldError(code);
};

test('a part whose key is away for a while is waited for, never passed over', async () => {
  for (const code of ['keys.unavailable', 'audit.unavailable'] as const) {
    await expect(heard(recordOf({}), fails(code))).rejects.toMatchObject({ code });
  }
});

test('a part that never opens is told of, and stops nobody else', async () => {
  for (const code of ['seal.broken', 'seal.unknown-key', 'record.bad-schema'] as const) {
    expect(await heard(recordOf({}), fails(code))).toEqual(['bad-record']);
  }
});

test('a withdrawal and an erasure stop without any key', async () => {
  const away = fails('keys.unavailable');
  expect(await heard(recordOf({ state: 'withdrawn' }), away)).toEqual(['ended']);
  expect(await heard({ ...recordOf({}), value: null }, away)).toEqual(['erased']);
});
