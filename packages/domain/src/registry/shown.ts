import type { DataClass, RegistryState } from '@hrd-shield/contracts/pure';
import { consentedClasses, type RegistryLife } from './life.ts';
import type { RegistryPolicy } from './policy.ts';

/** What the defender's own screen says. */
export interface OwnView {
  readonly state: RegistryState;
  readonly dataClasses: readonly DataClass[];
  /** Until when a withdrawal can be undone, epoch ms. */
  readonly coolingOffUntil?: number;
  readonly reviewDueAt?: number;
}

/**
 * The screen under duress cannot be told from that of a withdrawal: the same states at the same
 * times, whoever looks over the shoulder.
 */
export function ownView(life: RegistryLife, at: number, policy: RegistryPolicy): OwnView {
  const since = life.duressSince ?? life.withdrawal?.since;
  if (since !== undefined && (life.duressSince !== undefined || life.state === 'cooling-off')) {
    const coolingOffUntil = since + policy.coolingOffMs;
    return at < coolingOffUntil
      ? { state: 'cooling-off', dataClasses: [], coolingOffUntil }
      : { state: 'ended', dataClasses: [] };
  }
  const dataClasses = consentedClasses(life);
  const { reviewDueAt, state } = life;
  return reviewDueAt === undefined || state === 'ended'
    ? { state, dataClasses }
    : { state, dataClasses, reviewDueAt };
}
