import type { DefenderRef, SealedPartName } from '@hrd-shield/contracts';
import { type RegistryFact, unbornLife } from '@hrd-shield/domain/registry';
import type { SealedParts } from '@hrd-shield/pipeline';
import { turnOf } from '../turn-of.ts';
import type { UseDeps } from './use-deps.ts';

/** What a designation stands on, and what goes over to the one that follows it. */
const CARRIED: readonly RegistryFact['kind'][] = [
  'proposed',
  'vetted',
  'approved',
  'consented',
  'consent-narrowed',
  'counting-agreed',
  'counting-taken-back',
  'check-in-set',
  'check-in-stopped',
];

/**
 * Makes the designation that goes on in the place of one whose withdrawal is undone: with its
 * reviews and consents, under a new reference and a new key.
 * @returns false when the account was designated anew meanwhile
 */
export async function restored(
  given: {
    readonly of: DefenderRef;
    readonly successor: DefenderRef;
    readonly at: number;
    readonly parts: SealedParts;
  },
  deps: UseDeps,
): Promise<boolean> {
  const { at, of, successor } = given;
  const { lives, policy, sealer } = deps;
  await sealer.newKey(successor);
  const parts: Record<string, SealedParts[SealedPartName]> = {};
  for (const [name, sealed] of Object.entries(given.parts)) {
    const part = name as SealedPartName;
    const details = await sealer.openPart(of, part, sealed);
    parts[part] = await sealer.sealPart(successor, part, details);
  }
  const carried = (await lives.facts(of)).filter(({ kind }) => CARRIED.includes(kind));
  const activated: RegistryFact = {
    kind: 'activated',
    at,
    recordedAt: at,
    by: 'clock',
    reviewDueAt: at + policy.reviewEveryMs,
  };
  const facts = [...carried.map((fact) => ({ ...fact, recordedAt: at })), activated];
  const moment = { at, hasOpenCase: false, upSince: at };
  const turn = await turnOf({ life: unbornLife(successor), facts, moment, parts }, deps);
  return lives.create({ ...turn, parts }, at);
}
