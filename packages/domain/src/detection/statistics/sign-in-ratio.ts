import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '../policy.ts';
import {
  ATTRIBUTES,
  type Circumstances,
  type Place,
  type SignInMemory,
  timesKnown,
} from '../state/sign-in-memory.ts';

const EARTH_KM = 6371;
const HOUR_MS = 3_600_000;

/**
 * Likelihood ratio P(circumstances) / P(circumstances | this user) with smoothing: above 1 speaks
 * for somebody else. 1 while fewer sign-ins are known than the policy asks for.
 *
 * @source detection notes, D14 and A19
 */
export function signInRatio(
  memory: SignInMemory,
  signIn: NonNullable<TargetingEvent['signIn']>,
  circumstances: Circumstances,
  context: { readonly atMs: number; readonly policy: DetectionPolicy },
): number {
  const rules = context.policy.detectors.D14;
  if (memory.signIns < rules.historyMin) return 1;
  let ratio = 1;
  for (const attribute of ATTRIBUTES) {
    const hash = circumstances[attribute];
    if (hash === 0) continue;
    // A network that the account often uses through a VPN says nothing about place.
    if (signIn.knownVpn && (attribute === 'network' || attribute === 'country')) continue;
    const { pseudo, known } = rules.smoothing[attribute];
    const times = timesKnown(memory, attribute, hash);
    ratio *= (known * (memory.signIns + pseudo)) / (times + pseudo * known);
  }
  if (signIn.knownVpn || !isImpossible(memory.place, placeOf(signIn, context.atMs), rules)) {
    return ratio;
  }
  return ratio * rules.travelFactor;
}

/** Where a sign-in was made, if the platform says. */
export function placeOf(
  signIn: NonNullable<TargetingEvent['signIn']>,
  atMs: number,
): Place | undefined {
  return signIn.geoCell === undefined ? undefined : { at: atMs, ...signIn.geoCell };
}

function isImpossible(
  from: Place | undefined,
  to: Place | undefined,
  rules: DetectionPolicy['detectors']['D14'],
): boolean {
  if (from === undefined || to === undefined) return false;
  const km = distanceKm(from, to);
  if (km < rules.travelKmMin) return false;
  const hours = Math.abs(to.at - from.at) / HOUR_MS;
  return km > rules.travelKmPerHour * hours;
}

/** Great-circle distance in km. */
export function distanceKm(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const dLat = (b.latitude - a.latitude) * rad;
  const dLon = (b.longitude - a.longitude) * rad;
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
