export * from './engine.ts';
export { DETECTOR_IDS, type Detector, type DetectorId } from './finding.ts';
export type { DetectionPolicy, Lexicon, TermSet } from './policy.ts';
export { type CanonicalText, canonicalise } from './text/canonical-text.ts';
