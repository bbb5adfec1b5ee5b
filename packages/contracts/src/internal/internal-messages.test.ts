import { describe, expect, it } from 'vitest';
import { Boxed, Sealed } from '../ids.ts';
import { TOPICS } from '../topics.ts';
import { DeadLetter } from './dead-letter.ts';
import { DesignationRecord } from './designation.ts';
import { TargetingRecord } from './targeting-event.ts';

const SEALED = `s1.key1.${'n'.repeat(16)}.ciphertext`;
const DEFENDER = `d_${'A'.repeat(22)}`;
const EVENT = `e_${'B'.repeat(22)}`;
const DAY_MS = 86_400_000;

describe('what travels past screening', () => {
  it('lets nothing but pseudonyms and sealed bytes into a targeting record', () => {
    const record = {
      kind: 'event',
      ref: EVENT,
      defender: DEFENDER,
      sealed: SEALED,
      account: 'account-7',
      at: 1_772_366_400_000,
    };
    expect(TargetingRecord.parse(record)).toEqual({
      kind: 'event',
      ref: EVENT,
      defender: DEFENDER,
      sealed: SEALED,
    });
  });

  it('refuses an account where a pseudonym belongs', () => {
    const record = { kind: 'event', ref: EVENT, defender: 'account-7', sealed: SEALED };
    expect(TargetingRecord.safeParse(record).success).toBe(false);
  });

  it('refuses clear text where sealed bytes belong', () => {
    const record = { kind: 'event', ref: EVENT, defender: DEFENDER, sealed: '{"text":"x"}' };
    expect(TargetingRecord.safeParse(record).success).toBe(false);
    expect(Sealed.safeParse('s1.key.short.x').success).toBe(false);
    expect(Boxed.safeParse('account-7').success).toBe(false);
  });

  it('lets no account into a designation record', () => {
    const record = {
      ref: DEFENDER,
      version: 1,
      state: 'active',
      probe: false,
      expiresAt: 1_772_366_400_000,
      screening: SEALED,
      protection: SEALED,
      account: 'account-7',
    };
    expect(JSON.stringify(DesignationRecord.parse(record))).not.toContain('account-7');
  });

  it('takes no dead letter with a code outside the closed list', () => {
    const letter = {
      code: 'event.not-json',
      step: 'decode',
      reason: 'the value does not parse',
      at: 1_772_366_400_000,
      topic: 'platform.content-events.v1',
      sealed: false,
      bytes: 'eA==',
    };
    expect(DeadLetter.safeParse(letter).success).toBe(true);
    expect(DeadLetter.safeParse({ ...letter, code: 'event.odd' }).success).toBe(false);
  });
});

describe('topics', () => {
  it('keeps what joins a defender to the platform no longer than the cooling-off of 7 days', () => {
    for (const { name, retentionMs, key } of Object.values(TOPICS)) {
      if (name.startsWith('platform.')) expect(retentionMs, name).toBeLessThan(7 * DAY_MS);
      if (key === 'affected account') expect(retentionMs, name).toBe(2 * DAY_MS);
    }
  });

  it('partitions snapshots as the log they are made from', () => {
    expect(TOPICS.detectSnapshots.partitions).toBe(TOPICS.targetingEvents.partitions);
  });

  it('gives every topic a name of its own with its version', () => {
    const names = Object.values(TOPICS).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(platform|shield)\.[a-z-]+\.v1$/);
  });
});
