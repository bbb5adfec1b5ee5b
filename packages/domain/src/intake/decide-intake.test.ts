import { describe, expect, it } from 'vitest';
import {
  answerDueAt,
  dailyQuota,
  type IntakePolicy,
  refusalOfClosing,
  refusalOfReport,
} from './index.ts';

const HOUR_MS = 3_600_000;
const POLICY: IntakePolicy = {
  hash: '',
  answerMs: 24 * HOUR_MS,
  criticalAnswerMs: 2 * HOUR_MS,
  perDay: { sender: 200, anonymous: 500 },
  accuracy: { judgedAtLeast: 20, least: 0.3, reducedTo: 0.25 },
};

describe('a report is answered by a person', () => {
  it('within a day, and within two hours where life is in danger', () => {
    expect(answerDueAt({ critical: false, receivedAt: 1_000 }, POLICY)).toBe(86_401_000);
    expect(answerDueAt({ critical: true, receivedAt: 1_000 }, POLICY)).toBe(7_201_000);
  });

  it('and is closed only after that, with its case where it has one', () => {
    const closing = { ending: 'referred', hasCase: false };
    expect(refusalOfClosing({}, closing)).toBe('report.not-answered');
    expect(refusalOfClosing({ answeredAt: 1 }, closing)).toBeUndefined();
    expect(refusalOfClosing({ answeredAt: 1, closedAt: 2 }, closing)).toBe('report.closed');
    const linked = { ending: 'linked-to-case', hasCase: false };
    expect(refusalOfClosing({ answeredAt: 1 }, linked)).toBe('report.no-case');
    const both = { ending: 'duplicate', hasCase: true };
    expect(refusalOfClosing({ answeredAt: 1 }, both)).toBe('report.no-case');
    const unnoticed = { ...closing, hasAttack: true };
    expect(refusalOfClosing({ answeredAt: 1 }, unnoticed)).toBeUndefined();
    const abusive = { ...unnoticed, ending: 'abusive' };
    expect(refusalOfClosing({ answeredAt: 1 }, abusive)).toBe('report.not-an-attack');
  });
});

describe('how much one sender may send', () => {
  it.each([
    ['somebody new', 0, 0, 200],
    ['a few bad reports', 19, 0, 200],
    ['accurate reports', 40, 30, 200],
    ['what may still be accurate enough', 20, 3, 200],
    ['reports that are shown to be wrong', 40, 1, 50],
  ])('%s', (_who, judged, substantiated, quota) => {
    expect(dailyQuota({ judged, substantiated }, POLICY)).toBe(quota);
  });

  it('never stops a report about a life in danger', () => {
    expect(refusalOfReport({ critical: false, sentToday: 199 }, 200)).toBeUndefined();
    expect(refusalOfReport({ critical: false, sentToday: 200 }, 200)).toBe('report.quota-spent');
    expect(refusalOfReport({ critical: true, sentToday: 5_000 }, 200)).toBeUndefined();
  });
});
