import type { Detector, Evidence, Finding } from '../finding.ts';
import { linkedBy } from '../fusion/linked-by.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { SignInStep, StepKind } from '../state/sign-in-memory.ts';
import type { DefenderState } from '../state/state.ts';

type Rules = DetectionPolicy['detectors']['D14'];

const EVIDENCE_MAX = 16;
const SENSITIVE: ReadonlySet<StepKind> = new Set([
  'password',
  'mfa',
  'recovery',
  'oauth-wide',
  'export',
]);
/** Without habits to compare with, this many different sensitive steps after a forced door. */
const SENSITIVE_KINDS_MIN = 2;
const FAILURES_BEFORE_MIN = 3;

/**
 * Account takeover: a sign-in unlike the account's habits, followed by a change of its keys or the
 * removal of its data; many failed attempts; a flood of resets. An unusual sign-in alone (travel,
 * a new phone) stays at `watch`.
 *
 * @source detection notes, D14
 */
export const accountTakeover: Detector = {
  id: 'D14',
  threat: 'account-takeover',
  inputs: ['signIn', 'changed', 'oauth', 'hint.source'],
  memoryBytes: 2048,
  cost: 'O(32) steps',
  find: findTakeover,
};

function findTakeover(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D14;
  const since = state.clock.nowMs - rules.holdMs;
  const steps = state.signIns.steps.filter((step) => step.at > since);
  if (steps.length === 0) return undefined;
  const sequence = takeoverSteps(steps, rules);
  const failures = densest(steps, 'failure', rules.failureWindowMs);
  const resets = densest(steps, 'reset', rules.resetWindowMs);
  const risky = steps.filter((s) => s.kind === 'login' && s.ratio >= rules.riskyRatio);
  const evidence: Evidence[] = [];
  const add = (template: string, weight: number, shown: readonly SignInStep[]): void => {
    const events = shown.slice(-EVIDENCE_MAX).map((step) => step.ref);
    evidence.push({ family: 'direct-harm', template, value: shown.length, weight, events });
  };
  if (sequence.length > 0) add('takeover.sequence', rules.takeover, sequence);
  if (failures.length >= rules.failuresMin) {
    add('takeover.failed-attempts', rules.failureBurst, failures);
  }
  if (resets.length >= rules.resetsMin) add('takeover.reset-flood', rules.resetFlood, resets);
  const sprayed = sprayedSteps(state, steps, rules);
  if (sprayed.length > 0) add('takeover.password-spray', rules.spray, sprayed);
  // An unusual sign-in alone does not act: travel and new phones look alike.
  const directHarm = evidence.length > 0;
  if (risky.length > 0) add('takeover.unusual-sign-in', rules.riskyLogin, risky);
  if (evidence.length === 0) return undefined;
  const strange = steps.filter((step) => step.ratio >= 1).length;
  evidence.push(linkedBy('takeover.strange-circumstances', strange, policy));
  const concerned = new Set([...sequence, ...failures, ...resets, ...sprayed, ...risky]);
  return {
    detector: 'D14',
    threat: 'account-takeover',
    directHarm,
    nonSpeech: true,
    actors: new Set(),
    events: steps.filter((step) => concerned.has(step)),
    fingerprints: [],
    marked: new Set(),
    evidence,
    benign: [],
    missing: state.signIns.signIns < rules.historyMin ? ['signIn history'] : [],
  };
}

/** The steps of a takeover: an unlike sign-in and the sensitive steps after it; else none. */
function takeoverSteps(steps: readonly SignInStep[], rules: Rules): SignInStep[] {
  const found = new Set<SignInStep>();
  for (const step of steps) {
    if (!SENSITIVE.has(step.kind)) continue;
    const before = steps.filter((s) => s.at <= step.at && s.at > step.at - rules.sequenceMs);
    const entries = before.filter((s) => s.kind === 'login' && s.ratio >= rules.sensitiveRatio);
    if (step.ratio >= rules.sensitiveRatio || entries.length > 0) {
      for (const entry of entries) found.add(entry);
      found.add(step);
    } else if (isForced(steps, step, rules)) {
      for (const other of before) found.add(other);
    }
  }
  return steps.filter((step) => found.has(step));
}

/** Failures from strange circumstances while one line tries many defenders. */
function sprayedSteps(
  state: DefenderState,
  steps: readonly SignInStep[],
  rules: Rules,
): readonly SignInStep[] {
  const { spray } = state.signIns;
  if (spray.targets < rules.sprayTargetsMin) return [];
  return steps.filter(
    (step) => step.kind === 'failure' && step.ratio >= 1 && spray.at > step.at - rules.sprayMs,
  );
}

/** Several sensitive steps, none from known circumstances, right after failures or a reset. */
function isForced(steps: readonly SignInStep[], step: SignInStep, rules: Rules): boolean {
  const near = steps.filter((s) => s.at <= step.at && s.at > step.at - rules.resetWindowMs);
  const strange = near.filter((s) => s.ratio >= 1);
  const kinds = new Set(
    strange
      .filter((s) => SENSITIVE.has(s.kind) && s.at > step.at - rules.sequenceMs)
      .map((s) => s.kind),
  );
  const failures = strange.filter((s) => s.kind === 'failure').length;
  const resets = strange.filter((s) => s.kind === 'reset').length;
  return kinds.size >= SENSITIVE_KINDS_MIN && (failures >= FAILURES_BEFORE_MIN || resets > 0);
}

/** The most steps of a kind within a window; those from known circumstances do not count. */
function densest(
  steps: readonly SignInStep[],
  kind: StepKind,
  windowMs: number,
): readonly SignInStep[] {
  const own = steps.filter((step) => step.kind === kind && step.ratio >= 1);
  let best: readonly SignInStep[] = [];
  for (const last of own) {
    const group = own.filter((step) => step.at <= last.at && step.at > last.at - windowMs);
    if (group.length > best.length) best = group;
  }
  return best;
}
