export {
  answerDueAt,
  dailyQuota,
  refusalOfClosing,
  refusalOfReport,
  type SenderRecord,
} from './decide-intake.ts';
export type { IntakePolicy } from './policy.ts';
