export type { FoundCandidate } from './crews.ts';
export type { MeetingRules, StagePolicy } from './policy.ts';
export {
  type FrozenPart,
  type OpenStageRecord,
  SHELF_FORM,
  StageFold,
  type StageOutput,
  type StageTotals,
} from './stage-fold.ts';
