import {
  type DefenderRef,
  decodeRecord,
  type ResponderRef,
  type Sealed,
} from '@hrd-shield/contracts';
import type { Designation } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { toRecord } from './to-record.ts';

const TOPIC = 'shield.designations.v1';
const AT = 1_800_000_000_000;
const ACTIVE: Designation = {
  ref: 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef,
  version: 3,
  state: 'paused',
  tier: 'guard',
  probe: false,
  expiresAt: 1_900_000_000_000,
  screening: 's1.sk1.AAAAAAAAAAAAAAAA.one' as Sealed,
  protection: 's1.pk1.AAAAAAAAAAAAAAAA.two' as Sealed,
  reviewers: [
    'r_AAAAAAAAAAAAAAAAAAAAAA' as ResponderRef,
    'r_BBBBBBBBBBBBBBBBBBBBBB' as ResponderRef,
  ],
  endReason: null,
  createdAt: AT,
  updatedAt: AT,
};

test('a record carries state and sealed parts, and neither reviewers nor times of the registry', () => {
  const decoded = decodeRecord({ ...toRecord(ACTIVE, TOPIC, AT), key: null });
  expect(decoded.ok && decoded.event).toMatchObject({
    id: 'd_AAAAAAAAAAAAAAAAAAAAAA.3',
    data: {
      ref: 'd_AAAAAAAAAAAAAAAAAAAAAA',
      version: 3,
      state: 'paused',
      probe: false,
      expiresAt: 1_900_000_000_000,
      screening: 's1.sk1.AAAAAAAAAAAAAAAA.one',
      protection: 's1.pk1.AAAAAAAAAAAAAAAA.two',
    },
  });
  expect(JSON.stringify(decoded)).not.toContain('r_');
});

test('an erased designation is a tombstone', () => {
  const erased: Designation = { ...ACTIVE, state: 'withdrawn', screening: null, protection: null };
  expect(toRecord(erased, TOPIC, AT)).toEqual({
    topic: TOPIC,
    key: 'd_AAAAAAAAAAAAAAAAAAAAAA',
    value: null,
    headers: {},
  });
});
