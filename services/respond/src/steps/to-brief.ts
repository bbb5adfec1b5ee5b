import {
  type DefenderRef,
  type RiskSignal,
  ShieldError,
  SignalActors,
  type SignalBrief,
} from '@hrd-shield/contracts';
import { type DefenderSealer, SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { type HoldCheck, type ListedActor, NO_HOLD_CHECK } from './hold-check.ts';

/** Listed actors that one signal brings along; the case keeps no more. */
const MAX_ACTORS = 256;

/** What the workflow needs of a signal: actors as boxed handles, no evidence. */
export async function toBrief(
  signal: RiskSignal,
  sealer: DefenderSealer,
  check: HoldCheck = NO_HOLD_CHECK,
): Promise<SignalBrief> {
  const listed = await openActors(signal, sealer);
  const mayTouch = signal.inauthentic || signal.directHarm;
  const spared = mayTouch ? await check(listed, signal.directHarm) : [];
  return {
    id: signal.id,
    revision: signal.revision,
    campaign: signal.campaign,
    threat: signal.threat,
    threats: signal.threats,
    tier: signal.tier,
    score: signal.score,
    inauthentic: signal.inauthentic,
    directHarm: signal.directHarm,
    firstEventAt: signal.firstEventAt,
    eventAt: signal.eventAt,
    eventCount: signal.eventCount,
    actorCount: signal.actorCount,
    policyHash: signal.policyHash,
    actors: listed.map(({ handle }) => handle),
    ...(spared.length === 0 ? {} : { spared }),
  };
}

/** The surest actors first. Protection goes on without them where the data key is gone. */
async function openActors(
  signal: RiskSignal,
  sealer: DefenderSealer,
): Promise<readonly ListedActor[]> {
  if (signal.actors === undefined) return [];
  const plain = await openSealed(signal.defender, signal.actors, sealer);
  if (plain === undefined) return [];
  const actors = SignalActors.parse(JSON.parse(Buffer.from(plain).toString()));
  return actors
    .toSorted((a, b) => b.posterior - a.posterior)
    .flatMap(({ ref, handle }) => (handle === undefined ? [] : [{ ref, handle }]))
    .slice(0, MAX_ACTORS);
}

async function openSealed(
  defender: DefenderRef,
  sealed: NonNullable<RiskSignal['actors']>,
  sealer: DefenderSealer,
): Promise<Uint8Array | undefined> {
  try {
    return await sealer.open(defender, SEAL_PURPOSES.signalActors, sealed);
  } catch (fault) {
    if (fault instanceof ShieldError && fault.code === 'seal.unknown-key') return undefined;
    throw fault;
  }
}
