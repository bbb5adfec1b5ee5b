import { type Boxed, TIERS, type Tier } from '@hrd-shield/contracts/pure';
import { barrierOf } from './conditions.ts';
import { campaignKey, QUOTA_WINDOW_MS } from './evolve-measure.ts';
import type { MeasureSpec } from './policy.ts';
import { reachLeftMs } from './reach.ts';
import type { CaseState, ProtectionState } from './state.ts';
import type { Turn } from './turn.ts';
import { WAIT_REASONS, type WaitReason } from './wait-reason.ts';

/** Why a measure may not be applied; undefined when it may. */
export type Obstacle =
  | 'withdrawn'
  | 'no-consent'
  | 'declined'
  | 'below-tier'
  | 'ruled-out'
  | 'not-in-force'
  | 'touches-others'
  | WaitReason;

/**
 * Whether the consent class of the measure is satisfied: agreed to in advance or when asked, or
 * direct harm with the telling afterwards.
 *
 * @source response notes, section 1
 */
export function hasConsent(
  state: ProtectionState,
  forCase: CaseState | undefined,
  spec: MeasureSpec,
): boolean {
  if (state.withdrawn || state.profile === undefined) return false;
  if (state.profile.allowedMeasures.includes(spec.name)) return true;
  return spec.consent === 'emergency-then-tell' && forCase?.directHarm === true;
}

/**
 * Hostility with coordination alone allows filters on the defender's own side only: strikes,
 * testimonies and exposés are coordinated, hostile and legitimate. Without listed actors there is
 * nobody to touch.
 *
 * @source response notes, section 1
 */
export function mayTouch(forCase: CaseState, spec: MeasureSpec): boolean {
  if (spec.subject !== 'actors') return true;
  return forCase.actors.length > 0 && (forCase.inauthentic || forCase.directHarm);
}

/** Whether the tier is the floor or above it, in the order of `TIERS`. */
export function isAtLeast(tier: Tier, floor: Tier): boolean {
  return TIERS.indexOf(tier) >= TIERS.indexOf(floor);
}

/** What stands against a measure that a person asks for. */
export function obstacleForPerson(
  turn: Turn,
  forCase: CaseState,
  spec: MeasureSpec,
): Obstacle | undefined {
  const state = turn.state();
  if (state.withdrawn) return 'withdrawn';
  if (!hasConsent(state, forCase, spec)) return 'no-consent';
  if (!mayTouch(forCase, spec)) return 'touches-others';
  if (spec.keepsPath === true && state.profile?.safePath === 'none') return 'no-safe-path';
  const isCapped =
    spec.reducesReach === true && reachLeftMs(state, turn.at, turn.policy.limits) <= 0;
  return isCapped ? 'isolation-cap' : undefined;
}

/** What stands against a measure that nobody asked for. */
export function obstacleForAutomatic(
  turn: Turn,
  forCase: CaseState,
  spec: MeasureSpec,
): Obstacle | undefined {
  const state = turn.state();
  const shared = obstacleForPerson(turn, forCase, spec);
  if (shared !== undefined && shared !== 'isolation-cap' && shared !== 'no-safe-path') {
    return shared;
  }
  if (state.refused.includes(spec.name)) return 'declined';
  if (spec.automaticAt === 'never' || !isAtLeast(forCase.tier, spec.automaticAt)) {
    return 'below-tier';
  }
  if (isRuledOut(forCase)) return 'ruled-out';
  if (forCase.notInForce.includes(spec.name)) return 'not-in-force';
  if (shared !== undefined) return shared;
  if (spec.subject === 'actors' && untouched(forCase).length === 0) return 'needs-a-person';
  return (
    barrierOf(state, forCase, spec) ?? (isOverQuota(turn, forCase, spec) ? 'quota' : undefined)
  );
}

/** Obstacles that only a person can weigh: the measure waits as a task, and nothing vanishes. */
export function waitsForPerson(obstacle: Obstacle | undefined): obstacle is WaitReason {
  return obstacle !== undefined && (WAIT_REASONS as readonly string[]).includes(obstacle);
}

/** Listed actors that an automatic measure may touch: none that may be a defender's account. */
export function untouched(forCase: CaseState): readonly Boxed[] {
  const { spared } = forCase;
  return spared === undefined
    ? forCase.actors
    : forCase.actors.filter((actor) => !spared.includes(actor));
}

/** True when a person judged the campaign harmless at its present tier or above. */
export function isRuledOut(forCase: CaseState): boolean {
  return forCase.ruledOutAt !== undefined && isAtLeast(forCase.ruledOutAt, forCase.tier);
}

/** Quotas stop only what touches others, and never where direct harm is seen. */
function isOverQuota(turn: Turn, forCase: CaseState, spec: MeasureSpec): boolean {
  if (spec.subject !== 'actors' || forCase.directHarm) return false;
  const { recent } = turn.state();
  const count = (key: string): number =>
    (recent[key] ?? []).filter((time) => time > turn.at - QUOTA_WINDOW_MS).length;
  const isOver = (quota: number | undefined, key: string): boolean =>
    quota !== undefined && count(key) >= quota;
  return (
    isOver(spec.quotaPerHour, spec.name) ||
    isOver(spec.quotaPerCampaignHour, campaignKey(spec.name, forCase.id))
  );
}
