import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from './policy.ts';
import {
  addStep,
  circumstancesOf,
  learnSignIn,
  quarantine,
  type SignInMemory,
  type StepKind,
} from './state/sign-in-memory.ts';
import { placeOf, signInRatio } from './statistics/sign-in-ratio.ts';

const HOUR_MS = 3_600_000;
const STEP_UPS: ReadonlySet<string> = new Set(['mfa', 'passkey']);

/** @returns whether the event was about signing in or the account's keys */
export function recordSignIn(
  memory: SignInMemory,
  event: TargetingEvent,
  policy: DetectionPolicy,
): boolean {
  const kind = stepOf(event);
  if (kind === undefined) return false;
  const { signIn, at } = event;
  const circumstances = circumstancesOf(signIn);
  const ratio =
    signIn === undefined ? 1 : signInRatio(memory, signIn, circumstances, { atMs: at, policy });
  const stepUp = kind === 'login' && passedStepUp(memory, event);
  addStep(memory, {
    ref: event.ref,
    at,
    kind,
    ratio: stepUp ? Math.min(1, ratio * policy.detectors.D14.stepUpFactor) : ratio,
    campaigns: 0,
  });
  if (kind !== 'login' || signIn === undefined) return true;
  if (stepUp || ratio < policy.detectors.D14.sensitiveRatio) {
    learnSignIn(memory, circumstances);
    memory.place = placeOf(signIn, at) ?? memory.place;
  } else {
    quarantine(memory, at, circumstances);
  }
  return true;
}

/** A second factor that was passed speaks for the owner, unless somebody was just trying doors. */
function passedStepUp(memory: SignInMemory, event: TargetingEvent): boolean {
  if (!STEP_UPS.has(event.signIn?.method ?? '')) return false;
  return !memory.steps.some(
    (step) =>
      (step.kind === 'failure' || step.kind === 'reset') &&
      step.ratio >= 1 &&
      step.at > event.at - HOUR_MS &&
      step.at <= event.at,
  );
}

function stepOf(event: TargetingEvent): StepKind | undefined {
  switch (event.kind) {
    case 'login-succeeded':
      return 'login';
    case 'login-failed':
      return 'failure';
    case 'password-reset-requested':
      return 'reset';
    case 'credential-changed':
      return event.changed ?? 'password';
    case 'oauth-granted':
      return event.oauth?.wideScope === true ? 'oauth-wide' : undefined;
    case 'data-exported':
      return 'export';
    default:
      return undefined;
  }
}
