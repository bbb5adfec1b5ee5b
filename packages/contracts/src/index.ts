export * from './benchmark.ts';
export * from './contact-hours.ts';
export { base64url, deriveId, sha256Hex } from './derive-id.ts';
export * from './derived-ids.ts';
export * from './envelope/cloud-event.ts';
export * from './envelope/codec.ts';
export * from './error-codes.ts';
export * from './field.ts';
export * from './ids.ts';
export * from './internal/actor-notice.ts';
export * from './internal/audit-root.ts';
export * from './internal/command-event.ts';
export * from './internal/dead-letter.ts';
export * from './internal/designation.ts';
export * from './internal/envelope-types.ts';
export * from './internal/hold.ts';
export * from './internal/list-notice.ts';
export * from './internal/machine-audit.ts';
export * from './internal/measure-switch.ts';
export * from './internal/outcome.ts';
export * from './internal/outcome-event.ts';
export * from './internal/own-command.ts';
export * from './internal/protection.ts';
export * from './internal/risk-signal.ts';
export * from './internal/stage-records.ts';
export * from './internal/statement-of-reasons.ts';
export * from './internal/targeting-event.ts';
export * from './measure-parameters.ts';
export * from './platform/account-events.ts';
export * from './platform/actor.ts';
export * from './platform/adverse-question.ts';
export * from './platform/content-events.ts';
export * from './platform/platform-event.ts';
export * from './platform/report-events.ts';
export {
  Connection,
  LegalRequest,
  Listing,
  Lookup,
  Search,
  SIGHT_EVENTS,
  View,
} from './platform/sight-events.ts';
export * from './platform/stream-events.ts';
export * from './registry-words.ts';
export * from './row-words.ts';
export * from './shield-error.ts';
export * from './topics.ts';
export * from './units.ts';
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
