/** What pure rooms and the workflow bundle may import at run time: no zod behind it. */

export type { ContactHours } from './contact-hours.ts';
export { base64url, deriveId, sha256Hex } from './derive-id.ts';
export * from './derived-ids.ts';
export { DROP_REASONS, type DropReason, ERROR_CODES, type ErrorCode } from './error-codes.ts';
export type {
  Boxed,
  CampaignId,
  CaseId,
  CommandId,
  DefenderRef,
  HoldId,
  ImprovementId,
  MeasureName,
  MeasureRef,
  NoticeId,
  ObjectRef,
  OutcomeId,
  PartnerRef,
  RemedyId,
  ReportId,
  RequestId,
  ResponderRef,
  Sealed,
  SignalId,
  StatementCode,
  TaskId,
} from './ids.ts';
export type { StatementOfReasons } from './internal/statement-of-reasons.ts';
export type { ParameterName, ParameterValue } from './measure-parameters.ts';
export * from './registry-words.ts';
export * from './row-words.ts';
export { InvariantError, invariant, ShieldError, unreachable } from './shield-error.ts';
export * from './vocabulary.ts';
export * from './workflow/case-board.ts';
export * from './workflow/crisis-window.ts';
export * from './workflow/custody-messages.ts';
export * from './workflow/hold-messages.ts';
export * from './workflow/notice.ts';
export * from './workflow/protect-defender-messages.ts';
export * from './workflow/publication-messages.ts';
export * from './workflow/remedy-messages.ts';
export * from './workflow/report-messages.ts';
export * from './workflow/review-messages.ts';
