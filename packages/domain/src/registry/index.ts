export { factsAfterRestore, type ToldStanding } from './after-restore.ts';
export type { RegistryAnswer } from './answer.ts';
export { nextTickAt, type RegistryMoment, tickRegistry } from './clock.ts';
export { noticeLeavesAt } from './contact-hours.ts';
export { decideRegistry } from './decide.ts';
export { evolveRegistry, unbornLife } from './evolve.ts';
export type { RegistryFact, RegistryFactBody } from './facts.ts';
export { type AsKnown, lifeAsKnown } from './history.ts';
export type { AskOf, Capacity, RegistryAsk } from './input.ts';
export {
  type Consent,
  consentedClasses,
  isLiving,
  isOwnWord,
  type RegistryLife,
} from './life.ts';
export { registryNotices } from './notices.ts';
export { holds, labelOf, type Party, type PartyLabel } from './party.ts';
export type { RegistryPolicy } from './policy.ts';
export { type MeasureScope, type PublicStanding, publicStanding } from './public-standing.ts';
export {
  type RegistryRequest,
  type RequestSubject,
  refusalToAgree,
  refusalToAsk,
  refusalToUse,
} from './request.ts';
export {
  type RowAccessPolicy,
  type RowSlice,
  type RowsAsked,
  type RowsSubject,
  refOfSlice,
  rowsSubjectOf,
} from './row-access.ts';
export { type OwnView, ownView } from './shown.ts';
