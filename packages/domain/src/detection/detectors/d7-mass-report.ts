import type { BenignTest, Detector, Evidence, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { NO, UNKNOWN } from '../state/actor-table.ts';
import type { KeptReport } from '../state/report-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { strongestBurst } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import { actorsOf } from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;

/**
 * Mass false reporting: far more reports than usual, by accounts that never saw what they report
 * or whose reports hardly ever hold. Never dismisses a report: it asks for a person to look before
 * the platform acts.
 *
 * @source detection notes, D7
 */
export const massReport: Detector = {
  id: 'D7',
  threat: 'mass-report',
  inputs: ['at', 'report.viewedObject', 'report.reason', 'report.reporterUpheld', 'report.upheld'],
  memoryBytes: 14_336,
  cost: 'O(256) when reports burst',
  find: findMassReport,
};

/** Shares of the reports of the day; undefined when the input is missing. */
interface ReportShares {
  readonly unseen: number | undefined;
  readonly reporterUpheld: number | undefined;
  readonly defenderUpheld: number | undefined;
  readonly sameReason: number | undefined;
}

function findMassReport(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D7;
  if (state.reports.kept.length < rules.reportersMin) return undefined;
  const wave = burstOf(state, policy) ?? walkOf(state, policy);
  if (wave === undefined) return undefined;
  const reports = state.reports.kept.filter((report) => report.at > wave.fromMs);
  const actors = actorsOf(reports);
  if (actors.size < rules.reportersMin) return undefined;
  const shares = sharesOf(state, reports, policy);
  if (!isDoubtful(shares, policy)) return undefined;
  return {
    detector: 'D7',
    threat: 'mass-report',
    directHarm: false,
    nonSpeech: true,
    actors,
    events: reports,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: wave.template,
        value: reports.length,
        ...(wave.expected === undefined ? {} : { baseline: wave.expected }),
        weight: wave.weight,
        events: reports.slice(-EVIDENCE_MAX).map((report) => report.ref),
      },
      ...doubts(shares, policy),
    ],
    benign: upheldTest(shares, policy),
    missing: missingOf(shares),
  };
}

interface Wave {
  readonly template: 'report.burst' | 'report.walk';
  readonly fromMs: number;
  readonly expected?: number;
  readonly weight: number;
}

function burstOf(state: DefenderState, policy: DetectionPolicy): Wave | undefined {
  const rules = policy.detectors.D7;
  const burst = strongestBurst(state, ['report'], policy);
  if (burst === undefined || burst.surprise < rules.surpriseMin) return undefined;
  const { expected, fromMs } = burst;
  const weight = along(rules.surprise, burst.surprise);
  return { template: 'report.burst', fromMs, expected, weight };
}

/** A few reports a day for weeks: no window sees them, a running sum does. */
function walkOf(state: DefenderState, policy: DetectionPolicy): Wave | undefined {
  const rules = policy.detectors.D7;
  const height = state.drip.reports / rules.dailyAlarm;
  if (height < 1) return undefined;
  const fromMs = state.clock.nowMs - rules.windowMs;
  return { template: 'report.walk', fromMs, weight: along(rules.slow, height) };
}

function sharesOf(
  state: DefenderState,
  reports: readonly KeptReport[],
  policy: DetectionPolicy,
): ReportShares {
  const { knownMin, upheldPrior } = policy.detectors.D7;
  const seenKnown = reports.filter((report) => report.viewed !== UNKNOWN);
  const judged = reports.filter((report) => report.decided >= knownMin);
  const reasons = reports.filter((report) => report.reason !== 0);
  const { decisions } = state.reports;
  const [a, b] = upheldPrior;
  const decided = judged.reduce((all, report) => all + report.decided, 0);
  const upheld = judged.reduce((all, report) => all + report.upheld, 0);
  const held = decisions.reduce((all, decision) => all + decision, 0);
  return {
    unseen:
      seenKnown.length < knownMin
        ? undefined
        : seenKnown.filter((report) => report.viewed === NO).length / seenKnown.length,
    reporterUpheld: judged.length < knownMin ? undefined : (upheld + a) / (decided + a + b),
    defenderUpheld:
      decisions.length < knownMin ? undefined : (held + a) / (decisions.length + a + b),
    sameReason: reasons.length < knownMin ? undefined : largestReason(reasons) / reasons.length,
  };
}

function largestReason(reports: readonly KeptReport[]): number {
  const sizes = new Map<number, number>();
  for (const { reason } of reports) sizes.set(reason, (sizes.get(reason) ?? 0) + 1);
  return Math.max(...sizes.values());
}

/** At least one sign of bad faith, or none of the inputs that could show one. */
function isDoubtful(shares: ReportShares, policy: DetectionPolicy): boolean {
  const { unseenShareMin, upheldShareMax } = policy.detectors.D7;
  const { unseen, reporterUpheld, defenderUpheld } = shares;
  if (unseen === undefined && reporterUpheld === undefined && defenderUpheld === undefined) {
    return true;
  }
  return (
    (unseen ?? 0) >= unseenShareMin ||
    (reporterUpheld ?? 1) < upheldShareMax ||
    (defenderUpheld ?? 1) < upheldShareMax
  );
}

function doubts(shares: ReportShares, policy: DetectionPolicy): Evidence[] {
  const rules = policy.detectors.D7;
  const found: Evidence[] = [];
  const add = (
    family: Evidence['family'],
    template: string,
    value: number | undefined,
    curve: (typeof rules)['unseenShare'],
  ): void => {
    if (value === undefined) return;
    found.push({ family, template, value, weight: along(curve, value) });
  };
  add('exposure', 'report.unseen-share', shares.unseen, rules.unseenShare);
  add('content', 'report.same-reason', shares.sameReason, rules.sameReason);
  add('recurrence', 'report.reporters-upheld', shares.reporterUpheld, rules.reporterUpheld);
  add('recurrence', 'report.defender-upheld', shares.defenderUpheld, rules.defenderUpheld);
  return found;
}

function upheldTest(shares: ReportShares, policy: DetectionPolicy): BenignTest[] {
  if (shares.defenderUpheld === undefined) return [];
  const { shareMin, contribution } = policy.benign.upheldReports;
  const supported = shares.defenderUpheld >= shareMin;
  return [{ hypothesis: 'reports-upheld', supported, contribution: supported ? contribution : 0 }];
}

function missingOf(shares: ReportShares): string[] {
  const missing: string[] = [];
  if (shares.unseen === undefined) missing.push('report.viewedObject');
  if (shares.reporterUpheld === undefined) missing.push('report.reporterUpheld');
  if (shares.defenderUpheld === undefined) missing.push('report.upheld');
  return missing;
}
