export {
  type AttackAim,
  type AttackResult,
  attackReleases,
  type SingledOut,
} from './attack/attack.ts';
export type {
  CellSpec,
  DisclosureFact,
  Period,
  ReleasedCell,
  ReleasedTable,
  TablePlan,
} from './facts.ts';
export {
  generalisePeople,
  type Place,
  placeKey,
  type SharedPlace,
} from './generalise-people.ts';
export type { Releases } from './hide-differences.ts';
export { type ProtectedTable, protectTable } from './protect-table.ts';
export {
  type ReleasedAmounts,
  releasedRatio,
  releasedShare,
  type SharePart,
  type ShareSpec,
  shareEffect,
  WITHHELD_AMOUNTS,
} from './released-share.ts';
export {
  AUDIENCES,
  type Audience,
  type CellFloor,
  type DisclosureRefusal,
  type DisclosureRules,
  type SensitivePair,
} from './rules.ts';
export { tellsOfChange, UNREADABLE } from './tells-of-change.ts';
export type { UtilityLoss } from './utility-loss.ts';
