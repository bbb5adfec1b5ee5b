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
export { createStateShelf, type StateShelf, THAWED_MAX } from './state-shelf.ts';
export { type CanonicalText, canonicalise } from './text/canonical-text.ts';
export { SIGNS, type Sign } from './text/sign-kinds.ts';
