export { type BandViewer, bandOf } from './band.ts';
export { type ProtectionView, viewOf } from './board.ts';
export {
  type BreakerEvent,
  type BreakerLedger,
  countForBreakers,
  EMPTY_LEDGER,
  type Tripped,
} from './breakers.ts';
export { nextDeadline } from './clock.ts';
export { ALL_MEASURES } from './conditions.ts';
export { decideProtection, type ProtectionDecision, refusalOf } from './decide.ts';
export type { ProtectionEffect } from './effects.ts';
export { evolveProtection } from './evolve.ts';
export type { ProtectionFact } from './facts.ts';
export type { ProtectionInput } from './input.ts';
export type { MeasureLimits, MeasureTraits } from './measure-traits.ts';
export { orphansIn } from './orphans.ts';
export {
  type ActingTier,
  LATEST_RULES,
  type LadderRung,
  type MeasureEntry,
  type MeasureSpec,
  measureSpecOf,
  OPTION_EFFECTS,
  type OptionEffect,
  type Playbook,
  type PlaybookStep,
  type ProtectionPolicy,
  type ProtectionTiming,
  scalePolicy,
  type TaskOption,
  type TaskSpec,
} from './policy.ts';
export { hasRoom, type PriorityWeights, priorityOf, urgencyOf } from './priority.ts';
export { NONE_REACHED, type ReachedTiers, raisedBy } from './raised-tier.ts';
export { has, isCleared, isOnShift, type Rota } from './rota.ts';
export {
  casesOf,
  initialProtection,
  isInForce,
  isLiving,
  measuresOf,
  type ProtectionState,
  tasksOf,
} from './state.ts';
export { groundOf } from './statement.ts';
export { WAIT_REASONS, type WaitReason } from './wait-reason.ts';
