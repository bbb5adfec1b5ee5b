import type { DetectionPolicy } from './policy.ts';
import type { DefenderState } from './state/state.ts';
import { hash32 } from './statistics/hash.ts';

/**
 * The rules that hold for a defender now: those of their region, and while a declared crisis lasts
 * its own. Decided by event time and by where the defender mostly signs in from, so that nothing has
 * to be switched back. Of several windows the one declared last holds.
 *
 * @source detection notes, section 4: elevated-risk period, and local context
 */
export function policyAt(
  state: Pick<DefenderState, 'clock' | 'signIns'>,
  policy: DetectionPolicy,
): DetectionPolicy {
  if (policy.windows.length === 0 && policy.regions.length === 0) return policy;
  const { nowMs } = state.clock;
  const country = usualCountry(state);
  const hasIt = (countries: readonly string[]): boolean =>
    countries.some((code) => hash32(code) === country);
  const local = policy.regions.find(({ countries }) => hasIt(countries))?.policy ?? policy;
  const held = local.windows.findLast(
    ({ startsAt, endsAt, countries }) =>
      startsAt <= nowMs && nowMs < endsAt && (countries.length === 0 || hasIt(countries)),
  );
  return held?.policy ?? local;
}

/** Hash of the country of most sign-ins; 0 when none is known. */
function usualCountry({ signIns }: Pick<DefenderState, 'signIns'>): number {
  let [usual, most] = [0, 0];
  for (const [country, times] of signIns.known.country) {
    if (times > most) [usual, most] = [country, times];
  }
  return usual;
}
