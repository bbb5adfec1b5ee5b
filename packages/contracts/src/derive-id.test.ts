import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, deriveId, sha256Hex } from './derive-id.ts';
import { campaignId, commandId, measureRef, outcomeId, signalId } from './derived-ids.ts';
import {
  CampaignId,
  CommandId,
  type DefenderRef,
  type EventRef,
  OutcomeId,
  SignalId,
} from './ids.ts';

const DEFENDER = `d_${'A'.repeat(22)}` as DefenderRef;
const EVENT = `e_${'B'.repeat(22)}` as EventRef;

describe('deriveId', () => {
  it('keeps to its written vectors, since stored ids depend on them', () => {
    expect(deriveId('c', 'a', 'b')).toBe('c_bB0o1z2r6aQABZ2NwmQPhQ');
    expect(deriveId('s', 'campaign', 'guard', 0)).toBe('s_FBnCC_1NMf0Udh_zM8Hrog');
    expect(deriveId('u', 'é', '𝄞')).toBe('u_lKA-EJvVhNPTBpu6S9hepA');
  });

  it('tells apart parts that join to the same text', () => {
    expect(deriveId('c', 'ab', 'c')).not.toBe(deriveId('c', 'a', 'bc'));
    expect(deriveId('c', 'a|1:b')).not.toBe(deriveId('c', 'a', 'b'));
    expect(deriveId('c', '')).not.toBe(deriveId('c'));
  });

  it('is the same for the same parts and another for others', () => {
    const parts = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(deriveId('c', ...a)).toBe(deriveId('c', ...a));
        const same = a.length === b.length && a.every((part, i) => String(part) === String(b[i]));
        expect(deriveId('c', ...a) === deriveId('c', ...b)).toBe(same);
      }),
    );
  });

  it('gives ids that their own schemas take', () => {
    const campaign = campaignId(DEFENDER, EVENT);
    expect(CampaignId.safeParse(campaign).success).toBe(true);
    expect(SignalId.safeParse(signalId(campaign, 'guard', 0)).success).toBe(true);
    const measure = measureRef(DEFENDER, 'limit-replies', 0);
    expect(CommandId.safeParse(commandId(measure, 'apply', 0)).success).toBe(true);
    expect(OutcomeId.safeParse(outcomeId('case.opened', campaign, 0)).success).toBe(true);
  });

  it('never gives the same id to two kinds', () => {
    expect(commandId(measureRef(DEFENDER, 'x', 0), 'apply', 0)).not.toBe(
      commandId(measureRef(DEFENDER, 'x', 0), 'apply', 1),
    );
    expect(outcomeId('measure.applied', 'm', 0)).not.toBe(outcomeId('measure.lifted', 'm', 0));
  });
});

describe('base64url', () => {
  it('writes what Node writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });
});

describe('sha256Hex', () => {
  it('keeps to the published vector', () => {
    expect(sha256Hex('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
