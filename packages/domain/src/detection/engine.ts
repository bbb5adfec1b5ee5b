import type { DefenderRef, TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import { activeDetectors } from './detectors/index.ts';
import type { Finding } from './finding.ts';
import {
  enlist,
  type FindingGroup,
  groupFindings,
  openCampaign,
} from './fusion/assign-campaigns.ts';
import { type Assessment, type EvidenceVector, entered } from './fusion/fuse.ts';
import { type DetectedSignal, raiseSignal } from './fusion/raise-signal.ts';
import { weighFindings } from './fusion/weigh-findings.ts';
import { isAlert, moveClock, nextLook } from './move-clock.ts';
import type { DetectionPolicy } from './policy.ts';
import { policyAt } from './policy-at.ts';
import { recordEvent } from './record-event.ts';
import { addCrew } from './state/crew-memory.ts';
import { noteOutage } from './state/outage-memory.ts';
import { remember } from './state/seen-events.ts';
import { confirmLinks } from './state/sighting-memory.ts';
import { noteSpray } from './state/sign-in-memory.ts';
import type { DefenderState } from './state/state.ts';
import { noteBreadth } from './state/view-memory.ts';

export type { DetectedSignal } from './fusion/raise-signal.ts';
export { freezeState, HOT_BYTES_MAX, IDLE_BYTES_MAX, thawState } from './state/freeze.ts';
export type { StatePart } from './state/frozen-parts.ts';
export { type DefenderState, newDefenderState } from './state/state.ts';
export type { DefenderRef };

/** One evaluation for each sixteenth of the actors: its cost stays flat per event. */
const ACTORS_PER_EVALUATION = 16;

/** What one look at one group of findings came to. */
export interface Look {
  readonly defender: DefenderRef;
  /** Event time, epoch ms. */
  readonly at: number;
  /** Absent while the group is below every tier. */
  readonly campaign: string | undefined;
  readonly evidence: EvidenceVector;
  readonly assessment: Assessment;
}

/** Sees every look; for measurement alone, it changes nothing. */
export type Observe = (look: Look) => void;

/**
 * Applies one event in log order. Decides on arrival; no clock but event time. An event applied
 * before, or older than the lateness, changes nothing.
 */
export function applyEvent(
  state: DefenderState,
  event: TargetingEvent,
  policy: DetectionPolicy,
  observe?: Observe,
): readonly DetectedSignal[] {
  const signals = advance(state, event.at, policy, observe);
  const urgent = recordEvent(state, event, policy);
  if (urgent === undefined) return signals;
  state.clock.pending += 1;
  const due = Math.max(1, Math.floor(state.actors.byKey.size / ACTORS_PER_EVALUATION));
  if (urgent || state.clock.pending >= due) signals.push(...evaluate(state, policy, observe));
  return signals;
}

/**
 * Takes what the stages across defenders know, in log order: crews, clients that read many
 * defenders, networks that are cut. A crew can raise the score of what is under way, never alone.
 * A hint applied before changes nothing.
 */
export function applyHint(
  state: DefenderState,
  hint: TargetingHint,
  policy: DetectionPolicy,
  observe?: Observe,
): readonly DetectedSignal[] {
  const { breadth, outage, source } = hint;
  const isCrew = hint.crew.length > 0 && hint.qValue <= policy.detectors.D4.qMax;
  const isWord = breadth !== undefined || outage !== undefined || source !== undefined;
  if (!isCrew && !isWord) return [];
  if (state.clock.firstAt === 0) return [];
  const signals = advance(state, hint.at, policy, observe);
  if (!remember(state.seen, hint.ref)) return signals;
  if (isCrew) addCrew(state.crew, hint);
  if (isCrew && hint.letter === true) confirmLinks(state.sightings, hint);
  if (breadth !== undefined) noteBreadth(state.viewers, breadth);
  if (outage !== undefined) noteOutage(state.outage, outage, hint.at);
  if (source !== undefined) noteSpray(state.signIns, source.targets, hint.at);
  // What was noted days ago is still there where nobody acted since.
  const isWaiting = state.actors.byKey.size > 0 || state.sightings.length > 0;
  if (isWord || isWaiting) signals.push(...evaluate(state, policy, observe));
  return signals;
}

/** Moves event time: closes buckets, learns hours, forgets what is old, leaves tiers. */
export function applyWatermark(
  state: DefenderState,
  atMs: number,
  policy: DetectionPolicy,
  observe?: Observe,
): readonly DetectedSignal[] {
  return advance(state, atMs, policy, observe);
}

/**
 * Evaluates at fixed boundaries on the way while a campaign is above `none` or events wait, so that
 * the result does not depend on how often watermarks come.
 */
function advance(
  state: DefenderState,
  toMs: number,
  policy: DetectionPolicy,
  observe: Observe | undefined,
): DetectedSignal[] {
  const signals: DetectedSignal[] = [];
  if (state.clock.firstAt === 0) return signals;
  let boundary = nextLook(state);
  while (boundary <= toMs && isOpen(state)) {
    moveClock(state, boundary, policy);
    signals.push(...evaluate(state, policy, observe));
    boundary = nextLook(state);
  }
  moveClock(state, toMs, policy);
  return signals;
}

function isOpen(state: DefenderState): boolean {
  return state.clock.pending > 0 || isAlert(state);
}

function evaluate(
  state: DefenderState,
  usual: DetectionPolicy,
  observe: Observe | undefined,
): DetectedSignal[] {
  const policy = policyAt(state, usual);
  state.clock.pending = 0;
  const findings: Finding[] = [];
  for (const detector of activeDetectors(policy)) {
    const finding = detector.find(state, policy);
    if (finding !== undefined) findings.push(finding);
  }
  const signals: DetectedSignal[] = [];
  if (findings.length === 0 && !isAlert(state)) return signals;
  const groups = groupFindings(state, findings, policy);
  for (const campaign of [...state.campaigns]) {
    if (campaign.tier === 'none' || groups.some((group) => group.campaign === campaign)) continue;
    groups.push({ campaign, findings: [] });
  }
  for (const group of groups) {
    const signal = assess(state, group, policy, observe);
    if (signal !== undefined) signals.push(signal);
  }
  return signals;
}

function assess(
  state: DefenderState,
  group: FindingGroup,
  policy: DetectionPolicy,
  observe: Observe | undefined,
): DetectedSignal | undefined {
  const { findings } = group;
  const { assessment, evidence } = weighFindings(state, group, policy);
  const { defender, clock } = state;
  observe?.({ defender, at: clock.nowMs, campaign: group.campaign?.id, evidence, assessment });
  if (group.campaign === undefined && entered(assessment.score, policy) === 'none') {
    return undefined;
  }
  const campaign = group.campaign ?? openCampaign(state, findings);
  enlist(state, campaign, findings);
  return raiseSignal(state, campaign, { findings, assessment }, policy);
}
