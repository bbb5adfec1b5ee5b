export { decideHold, type HoldDecided, refusalOfHoldDecision } from './decide.ts';
export {
  type AskedAction,
  decideVerdict,
  type EarlierHold,
  type HoldQuestion,
  type HoldVerdict,
} from './decide-verdict.ts';
export type { HoldFact, HoldInput } from './facts.ts';
export { holdRow } from './hold-row.ts';
export type { HoldPolicy, NeverHoldRule } from './policy.ts';
export { type HoldLife, type HoldSubject, initialHold, isSettled } from './state.ts';
export {
  remedyAfter,
  type StateNotice,
  stateNoticeOf,
  stateNoticeOutcome,
} from './state-notice.ts';
