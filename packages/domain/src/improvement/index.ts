export { chanceAgreement } from './chance-agreement.ts';
export { drawSample } from './draw-sample.ts';
export { judgeMilestone, type Milestone, type MilestoneState } from './judge-milestone.ts';
export { missedShare, type ReviewedStratum } from './missed-share.ts';
export { type Drift, type DriftRules, ratioDrift } from './ratio-drift.ts';
