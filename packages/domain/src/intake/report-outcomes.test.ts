import {
  type DefenderRef,
  deriveId,
  type ReportId,
  reportTaskId,
} from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { knownCampaign } from './known-campaign.ts';
import type { IntakePolicy } from './policy.ts';
import { reportOutcomes } from './report-outcomes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
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
      at: DAY_MS,
      dueAt: DAY_MS + 2 * HOUR_MS,
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
    expect(answered).toMatchObject({ kind: 'report.answered', at: DAY_MS + 4_000 });
    expect(closed).toMatchObject({ kind: 'report.closed', at: 2 * DAY_MS, reason: 'referred' });
  });

  it('shares no time with the fact that names a defender, neither as it stands nor from first to last', () => {
    const [receivedAt, closedAt] = [DAY_MS + 3 * HOUR_MS, DAY_MS + 20 * HOUR_MS];
    const known = knownCampaign({
      ...{ by: 'report', source: id, defender: deriveId('d', 'one') as DefenderRef },
      ...{ knownAt: receivedAt, at: closedAt, scripted: false },
    });
    const answers = [{ number: 1, at: receivedAt + HOUR_MS }];
    const closed = { at: closedAt, ending: 'linked-to-case' };
    const times = reportOutcomes({ ...told, receivedAt, answers, closed }, policy).map(
      ({ at }) => at,
    );
    expect(times).toEqual([2 * DAY_MS, 2 * DAY_MS + HOUR_MS, 3 * DAY_MS]);
    expect(times).not.toContain(known.at);
    expect(times).not.toContain(known.eventAt);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).not.toBe(known.at - (known.eventAt ?? 0));
  });

  it('moves a report that came at midnight by nothing', () => {
    const [received] = reportOutcomes({ ...told, receivedAt: DAY_MS }, policy);
    expect(received?.at).toBe(DAY_MS);
  });
});
