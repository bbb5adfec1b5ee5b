import type { DataClass, DesignationState, Tier } from '@hrd-shield/contracts/pure';
import { consentedClasses, type RegistryLife } from './life.ts';
import type { RegistryPolicy } from './policy.ts';

/** What measures were agreed to: all named ones, those on the defender's own side, or none. */
export type MeasureScope = 'all' | 'defender-side' | 'none';

/** What services may know of a designation; without it the account is nobody's concern. */
export interface PublicStanding {
  readonly state: DesignationState;
  readonly tier: Exclude<Tier, 'none'>;
  readonly dataClasses: readonly DataClass[];
  readonly measures: MeasureScope;
  /** Far beyond the review: the registry ends a designation itself. Epoch ms. */
  readonly expiresAt: number;
  /** Times that hours of contact were set: each is published. */
  readonly contactSets?: number;
}

/**
 * What the topic says of a life; undefined before it was ever published.
 * In an emergency only what everybody can see is looked at, and nothing was agreed to beforehand.
 */
export function publicStanding(
  life: RegistryLife,
  policy: RegistryPolicy,
): PublicStanding | undefined {
  const { contactSets, emergency, graceSince, reviewDueAt, tier } = life;
  if (emergency === undefined && reviewDueAt === undefined) return undefined;
  const state = publicState(life);
  const contact = contactSets === undefined ? {} : { contactSets };
  if (emergency !== undefined) {
    const { dataClasses, endMs } = policy.emergency;
    const expiresAt = emergency.since + endMs + policy.lastLineMs;
    return { state, tier, dataClasses, measures: 'none', expiresAt, ...contact };
  }
  return {
    state,
    tier,
    dataClasses: consentedClasses(life).toSorted(),
    measures: graceSince === undefined ? 'all' : 'defender-side',
    expiresAt: (reviewDueAt ?? 0) + policy.lastLineMs,
    ...contact,
  };
}

function publicState(life: RegistryLife): DesignationState {
  if (life.state === 'paused') return 'paused';
  return life.state === 'active' || life.state === 'emergency' ? 'active' : 'withdrawn';
}
