import { TIERS, type Tier } from '@hrd-shield/contracts/pure';
import { QUOTA_WINDOW_MS } from './evolve-measure.ts';
import type { MeasureSpec } from './policy.ts';
import type { CaseState, ProtectionState } from './state.ts';

/** Why a measure may not be applied; undefined when it may. */
export type Obstacle =
  | 'withdrawn'
  | 'no-consent'
  | 'declined'
  | 'below-tier'
  | 'ruled-out'
  | 'not-in-force'
  | 'touches-others'
  | 'quota';

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

export function isAtLeast(tier: Tier, floor: Tier): boolean {
  return TIERS.indexOf(tier) >= TIERS.indexOf(floor);
}

/** What stands against a measure that a person asks for. */
export function obstacleForPerson(
  state: ProtectionState,
  forCase: CaseState,
  spec: MeasureSpec,
): Obstacle | undefined {
  if (state.withdrawn) return 'withdrawn';
  if (!hasConsent(state, forCase, spec)) return 'no-consent';
  if (!mayTouch(forCase, spec)) return 'touches-others';
  return undefined;
}

/** What stands against a measure that nobody asked for. */
export function obstacleForAutomatic(
  state: ProtectionState,
  forCase: CaseState,
  spec: MeasureSpec,
  at: number,
): Obstacle | undefined {
  const shared = obstacleForPerson(state, forCase, spec);
  if (shared !== undefined) return shared;
  if (state.refused.includes(spec.name)) return 'declined';
  if (spec.automaticAt === 'never' || !isAtLeast(forCase.tier, spec.automaticAt)) {
    return 'below-tier';
  }
  if (isRuledOut(forCase)) return 'ruled-out';
  if (forCase.notInForce.includes(spec.name)) return 'not-in-force';
  return isOverQuota(state, forCase, spec, at) ? 'quota' : undefined;
}

/** True when a person judged the campaign harmless at its present tier or above. */
export function isRuledOut(forCase: CaseState): boolean {
  return forCase.ruledOutAt !== undefined && isAtLeast(forCase.ruledOutAt, forCase.tier);
}

/** The breaker stops only what touches others, and never where direct harm is seen. */
function isOverQuota(
  state: ProtectionState,
  forCase: CaseState,
  spec: MeasureSpec,
  at: number,
): boolean {
  if (spec.subject !== 'actors' || forCase.directHarm) return false;
  const recent = (state.recent[spec.name] ?? []).filter((time) => time > at - QUOTA_WINDOW_MS);
  return spec.quotaPerHour !== undefined && recent.length >= spec.quotaPerHour;
}
