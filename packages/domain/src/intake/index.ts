export {
  answerDueAt,
  dailyQuota,
  refusalOfClosing,
  refusalOfReport,
  type SenderRecord,
} from './decide-intake.ts';
export { type KnownCampaign, knownCampaign } from './known-campaign.ts';
export type { IntakePolicy } from './policy.ts';
export { type ReportTold, reportOutcomes } from './report-outcomes.ts';
