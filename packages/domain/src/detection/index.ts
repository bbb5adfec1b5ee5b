export type { Measured } from './connectivity/cell.ts';
export {
  cellKey,
  type NetworkWatch,
  newNetworkWatch,
  type OutageWord,
  recordConnectivity,
  recordDefenderConnection,
} from './connectivity/watch-networks.ts';
export { DETECTOR_IDS, type DetectorId } from './detector-ids.ts';
export * from './engine.ts';
export type { Detector } from './finding.ts';
export {
  type Assessment,
  type EvidenceVector,
  entered,
  weighEvidence,
} from './fusion/fuse.ts';
export { foldRecords, type OpenRecord } from './offline.ts';
export type { DetectionPolicy, Lexicon, SignTerms, TermSet } from './policy.ts';
export { judgeStance } from './stance.ts';
export { forgetActor } from './state/forget-actor.ts';
export { createStateShelf, type StateShelf, THAWED_MAX } from './state-shelf.ts';
export { hash32 } from './statistics/hash.ts';
export { type CanonicalText, canonicalise } from './text/canonical-text.ts';
export { type LinkTarget, linkTarget } from './text/domains.ts';
export { editDistance, hammingDistance } from './text/edit-distance.ts';
export { SIGNS, type Sign } from './text/sign-kinds.ts';
export { type Sketch, shinglesOf, sketchOf } from './text/sketch.ts';
