import { deriveId, type ReportId, reportTaskId } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import type { IntakePolicy } from './policy.ts';
import { reportOutcomes } from './report-outcomes.ts';

const HOUR_MS = 3_600_000;
const id = deriveId('i', 'one') as ReportId;
const policy: IntakePolicy = {
  hash: 'p',
  answerMs: 24 * HOUR_MS,
  criticalAnswerMs: 2 * HOUR_MS,
  perDay: { sender: 500, anonymous: 2_000 },
  accuracy: { judgedAtLeast: 20, least: 0.3, reducedTo: 0.2 },
};
const told = { id, reporter: 'anonymous', critical: true, receivedAt: 1_000, answers: [] };

describe('what is recorded of a report', () => {
  it('is when it came and by when a person answers, and nothing of whom it concerns', () => {
    const [received, ...rest] = reportOutcomes({ ...told, threat: 'doxxing' }, policy);
    expect(received).toEqual({
      id: expect.stringMatching(/^u_/),
      kind: 'report.received',
      defender: 'd_AAAAAAAAAAAAAAAAAAAAAA',
      at: 1_000,
      dueAt: 1_000 + 2 * HOUR_MS,
      report: reportTaskId(id),
      option: 'anonymous',
      reason: 'critical',
      threat: 'doxxing',
      policyHash: 'p',
    });
    expect(rest).toEqual([]);
    expect(JSON.stringify(received)).not.toContain(id);
  });

  it('is each answer and the end, the same facts when told again', () => {
    const later = {
      ...told,
      answers: [{ number: 2, at: 5_000 }],
      closed: { at: 9_000, ending: 'referred' },
    };
    const [received, answered, closed] = reportOutcomes(later, policy);
    expect(received).toEqual(reportOutcomes(told, policy)[0]);
    expect(answered).toMatchObject({ kind: 'report.answered', at: 5_000 });
    expect(closed).toMatchObject({ kind: 'report.closed', at: 9_000, reason: 'referred' });
  });
});
