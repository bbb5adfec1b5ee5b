import {
  type CaseId,
  deriveId,
  type ReportChange,
  type ReportId,
  type ResponderRef,
} from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { decideReport, type ReportInput, refusalOfReportChange } from './decide.ts';
import { initialReport, nextReportReminderAt } from './state.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const responder = deriveId('r', 'hana') as ResponderRef;
const about = {
  report: deriveId('i', 'one') as ReportId,
  critical: false,
  openedAt: START,
  answerMs: 24 * HOUR,
};
const answered: ReportChange = { kind: 'answered', responder, scripted: false };
const writtenTo: ReportChange = { kind: 'written-to' };
const closed: ReportChange = { kind: 'closed', responder, ending: 'referred' };
const says = (change: ReportChange, hours = 0): ReportInput => ({
  kind: 'change',
  at: START + hours * HOUR,
  change,
});
const clock = (hours: number): ReportInput => ({ kind: 'clock', at: START + hours * HOUR });

function given(inputs: readonly ReportInput[], more: object = {}) {
  let life = initialReport({ ...about, ...more });
  const rungs: string[] = [];
  for (const input of inputs) {
    const decided = decideReport(life, input);
    life = decided.life;
    for (const { target } of decided.notices) if (target.kind === 'rung') rungs.push(target.rung);
  }
  return { life, rungs };
}

describe('an incident report', () => {
  it('is answered by a person: a receipt by machine is no answer', () => {
    const receipt: ReportChange = { kind: 'answered', responder, scripted: true };
    const { life } = given([says(receipt)]);
    expect(refusalOfReportChange(life, receipt)).toBe('report.no-person');
    expect(life.state).toBe('open');
    expect(given([says(answered, 1)]).life).toMatchObject({
      state: 'answered',
      answeredAt: START + HOUR,
    });
  });

  it('climbs the ladder until somebody answers, and stays open however late', () => {
    const { life, rungs } = given([
      clock(11),
      clock(12),
      clock(24),
      clock(36),
      clock(48),
      clock(60),
    ]);
    expect(rungs).toEqual(['reminder', 'shift-lead', 'second-line', 'second-line', 'director']);
    expect(life.state).toBe('overdue');
    expect(given([clock(24), says(answered, 30), clock(90)]).rungs).toHaveLength(1);
  });

  it('goes up faster where a life is in danger', () => {
    const critical = { critical: true, answerMs: 2 * HOUR };
    const { rungs } = given([clock(1), clock(2), clock(3)], critical);
    expect(rungs).toEqual(['reminder', 'second-line', 'second-line']);
  });

  it('is linked to a case or closed with a reason, after an answer', () => {
    const { life } = given([]);
    expect(refusalOfReportChange(life, closed)).toBe('report.not-answered');
    const open = given([says(answered)]).life;
    const linked: ReportChange = { kind: 'closed', responder, ending: 'linked-to-case' };
    expect(refusalOfReportChange(open, linked)).toBe('report.no-case');
    const forCase = deriveId('k', 'one') as CaseId;
    expect(given([says(answered), says({ ...linked, case: forCase })]).life).toMatchObject({
      state: 'closed',
      case: forCase,
    });
    const done = given([says(answered), says(closed)]).life;
    expect(refusalOfReportChange(done, closed)).toBe('report.closed');
    expect(nextReportReminderAt(done)).toBeUndefined();
  });

  it('that is written to again is answered again, by a new clock', () => {
    const { life } = given([says(answered, 1), says(writtenTo, 5)]);
    expect([life.state, life.dueAt]).toEqual(['open', START + 29 * HOUR]);
    expect(refusalOfReportChange(life, closed)).toBe('report.not-answered');
    const ids = new Set<string>();
    let now = initialReport(about);
    for (const input of [clock(12), says(answered, 13), says(writtenTo, 14), clock(26)]) {
      const decided = decideReport(now, input);
      now = decided.life;
      for (const { id } of decided.notices) ids.add(id);
    }
    expect(ids.size).toBe(2);
  });

  it('stops telling after a bound, and is never closed by itself', () => {
    const many = Array.from({ length: 100 }, (_, i) => clock(12 * (i + 1)));
    const { life, rungs } = given(many);
    expect([rungs.length, life.state]).toEqual([32, 'overdue']);
  });
});
