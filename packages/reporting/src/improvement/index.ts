export type { ReadRows } from '../ports.ts';
export { readActions, type TrackedAction } from './actions.ts';
export { type DrawnStream, drawReviews, GoldenCase } from './draw-reviews.ts';
export { type BlindVerdict, judgeReview } from './judge-review.ts';
export { type OpenReview, openReviews } from './open-reviews.ts';
export {
  PRECISION_SLICES,
  type PrecisionSlice,
  type PrecisionSlicing,
  readDrift,
  readPrecision,
  type SliceDrift,
} from './precision.ts';
export { approvedProposal, keepProposal } from './proposal.ts';
export { type ReviewQuality, readReviews, reviewQuality } from './review-quality.ts';
