import { deriveId } from './derive-id.ts';
import type {
  CampaignId,
  CaseId,
  CommandId,
  DefenderRef,
  EventRef,
  HoldId,
  ImprovementId,
  MeasureRef,
  NoticeId,
  OutcomeId,
  RemedyId,
  ReportId,
  SignalId,
  StatementCode,
  TaskId,
} from './ids.ts';

/** Stands where a fact concerns nobody in particular. */
export const NOBODY = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;

/** Deterministic ids of derived things; each from what makes it unique. */
export function campaignId(defender: DefenderRef, firstEvent: EventRef): CampaignId {
  return deriveId('c', defender, firstEvent) as CampaignId;
}

/** @param crossing how many times the campaign has entered this tier before, from 0 */
export function signalId(campaign: CampaignId, tier: string, crossing: number): SignalId {
  return deriveId('s', campaign, tier, crossing) as SignalId;
}

/** The protection of one defender in one campaign. */
export function caseId(defender: DefenderRef, campaign: CampaignId): CaseId {
  return deriveId('k', defender, campaign) as CaseId;
}

/** @param round how many times this measure was applied to this defender before, from 0 */
export function measureRef(defender: DefenderRef, measure: string, round: number): MeasureRef {
  return deriveId('m', defender, measure, round) as MeasureRef;
}

/** @param attempt tells it from other commands of the same act */
export function commandId(measure: MeasureRef, act: string, attempt: number): CommandId {
  return deriveId('p', measure, act, attempt) as CommandId;
}

/** @param ordinal tells it from other tasks of the case that ask the same */
export function taskId(forCase: CaseId, question: string, ordinal: number): TaskId {
  return deriveId('t', forCase, question, ordinal) as TaskId;
}

/** The task that asks people about a hold. */
export function holdTaskId(hold: HoldId): TaskId {
  return deriveId('t', hold) as TaskId;
}

/** The remedy that a closed case or an unreviewed release opens by itself: one for each. */
export function remedyIdOf(cause: string, subject: string, at: number): RemedyId {
  return deriveId('y', cause, subject, at) as RemedyId;
}

/** The task that asks people about a remedy. */
export function remedyTaskId(remedy: RemedyId): TaskId {
  return deriveId('t', remedy) as TaskId;
}

/** What a designation asks of people: one task a fact. */
export function designationTaskId(ref: DefenderRef, kind: string, ordinal: number): TaskId {
  return deriveId('t', ref, kind, ordinal) as TaskId;
}

/** The task that asks people about a report. */
export function reportTaskId(report: ReportId): TaskId {
  return deriveId('t', report) as TaskId;
}

/** @param subject the task, hold, remedy, report or designation that waits */
export function noticeId(subject: string, rung: string, ordinal: number): NoticeId {
  return deriveId('n', subject, rung, ordinal) as NoticeId;
}

/** The statement of reasons of one applied measure; a renewal keeps it. */
export function statementCode(measure: MeasureRef): StatementCode {
  return deriveId('x', 'statement', measure) as StatementCode;
}

/** @param subject the case, measure, task or signal that the fact is about */
export function outcomeId(kind: string, subject: string, step: string | number): OutcomeId {
  return deriveId('u', kind, subject, step) as OutcomeId;
}

/** A campaign that no detector raised, from what it became known by. */
export function unraisedCampaignId(
  defender: DefenderRef,
  foundBy: ReportId | ImprovementId,
): CampaignId {
  return deriveId('c', 'unraised', defender, foundBy) as CampaignId;
}

/** A review, proposal or action; `owner` tells draws, proposals and incidents apart. */
export function improvementId(owner: string, subject: string): ImprovementId {
  return deriveId('v', owner, subject) as ImprovementId;
}
