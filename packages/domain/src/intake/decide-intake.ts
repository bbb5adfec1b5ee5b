import type { ErrorCode } from '@hrd-shield/contracts/pure';
import { wilsonInterval } from '../benchmarks/wilson-ratio.ts';
import type { IntakePolicy } from './policy.ts';

/** What became of the reports of one sender so far. */
export interface SenderRecord {
  /** Closed by a person. */
  readonly judged: number;
  /** Of these: linked to a case, or somebody was helped or referred. */
  readonly substantiated: number;
}

/**
 * By when a person answers. A receipt by machine is no answer, so nothing but a person stops it.
 * @param receivedAt epoch ms
 * @source issue of intake: 24 hours, 2 when critical
 */
export function answerDueAt(
  report: { readonly critical: boolean; readonly receivedAt: number },
  policy: IntakePolicy,
): number {
  return report.receivedAt + (report.critical ? policy.criticalAnswerMs : policy.answerMs);
}

/**
 * Reports that a sender may send in a day. It falls when even the upper end of the interval of
 * their accuracy is below the least, so that a few bad reports take nothing from anybody; it never
 * falls to nothing.
 */
export function dailyQuota(record: SenderRecord, policy: IntakePolicy): number {
  const { judgedAtLeast, least, reducedTo } = policy.accuracy;
  const full = policy.perDay.sender;
  if (record.judged < judgedAtLeast) return full;
  const { upper } = wilsonInterval(record.substantiated / record.judged, record.judged);
  return typeof upper !== 'number' || upper >= least
    ? full
    : Math.max(1, Math.floor(full * reducedTo));
}

/** Whether one more report is taken. Where life is in danger it always is. */
export function refusalOfReport(
  asked: { readonly critical: boolean; readonly sentToday: number },
  quota: number,
): ErrorCode | undefined {
  if (asked.critical || asked.sentToday < quota) return undefined;
  return 'report.quota-spent';
}

/**
 * How a report may be closed: after an answer, with its case where it belongs to one, and as an attack
 * that no case was opened for only where somebody was helped with it.
 */
export function refusalOfClosing(
  report: { readonly answeredAt?: number | undefined; readonly closedAt?: number | undefined },
  closing: { readonly ending: string; readonly hasCase: boolean; readonly hasAttack?: boolean },
): ErrorCode | undefined {
  if (report.closedAt !== undefined) return 'report.closed';
  if (report.answeredAt === undefined) return 'report.not-answered';
  const isHelp = closing.ending === 'helped-otherwise' || closing.ending === 'referred';
  if (closing.hasAttack === true && !isHelp) return 'report.not-an-attack';
  return (closing.ending === 'linked-to-case') === closing.hasCase ? undefined : 'report.no-case';
}
