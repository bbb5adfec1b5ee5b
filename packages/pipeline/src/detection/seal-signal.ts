import type { RiskSignal } from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import type { DefenderSealer } from '../ports/keys.ts';
import { SEAL_PURPOSES } from '../seal-purposes.ts';

/** The signal as it travels: actors sealed under the data key of the defender. */
export async function sealSignal(
  signal: DetectedSignal,
  sealer: DefenderSealer,
): Promise<RiskSignal> {
  const { actors, ...rest } = signal;
  if (actors.length === 0) return rest;
  const plain = Buffer.from(JSON.stringify(actors));
  const sealed = await sealer.seal(signal.defender, SEAL_PURPOSES.signalActors, plain);
  return { ...rest, actors: sealed };
}
