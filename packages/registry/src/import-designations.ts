import { DATA_CLASSES, type DefenderRef, type ErrorCode } from '@hrd-shield/contracts';
import { type RegistryFact, type RegistryFactBody, unbornLife } from '@hrd-shield/domain/registry';
import type { Clock, LifeStore } from '@hrd-shield/pipeline';
import type { DesignationSealer } from './ports.ts';
import type { PlacedEntry } from './read-designations.ts';
import { type TurnDeps, turnOf } from './turn-of.ts';

export interface RegistryDeps extends TurnDeps {
  readonly lives: LifeStore;
  readonly sealer: DesignationSealer;
  readonly clock: Clock;
}

export interface ImportResult {
  readonly designated: readonly { readonly place: number; readonly ref: DefenderRef }[];
  readonly refused: readonly { readonly place: number; readonly code: ErrorCode }[];
}

/**
 * Designates every account of a reviewed file. An account that is designated already is refused
 * and leaves the living designation as it is, so that an interrupted import can be run again.
 * @param onProgress called after each entry with how many are done
 * @refuses `designation.exists`
 */
export async function importDesignations(
  entries: readonly PlacedEntry[],
  deps: RegistryDeps,
  onProgress: (done: number) => void = () => undefined,
): Promise<ImportResult> {
  const designated: { place: number; ref: DefenderRef }[] = [];
  const refused: { place: number; code: ErrorCode }[] = [];
  for (const [index, { place, entry }] of entries.entries()) {
    const ref = await designate(entry, deps);
    if (ref === undefined) refused.push({ place, code: 'designation.exists' });
    else designated.push({ place, ref });
    onProgress(index + 1);
  }
  return { designated, refused };
}

/** @returns the reference, or undefined when the account has a living designation */
async function designate(
  entry: PlacedEntry['entry'],
  deps: RegistryDeps,
): Promise<DefenderRef | undefined> {
  const { clock, lives, sealer } = deps;
  const ref = sealer.newRef();
  const at = clock.now();
  await sealer.newKey(ref);
  const parts = {
    identity: await sealer.sealPart(ref, 'identity', { account: entry.account }),
    profile: await sealer.sealPart(ref, 'profile', {
      language: entry.language,
      languages: [],
      country: entry.country,
      conflicts: entry.conflicts,
      safePath: entry.safePath,
      allowedMeasures: entry.allowedMeasures,
      vault: entry.vault,
      custody: false,
    }),
  };
  const moment = { at, hasOpenCase: false, upSince: at };
  const life = unbornLife(ref);
  const turn = await turnOf({ life, facts: factsOf(entry, at), moment, parts }, deps);
  if (await lives.create({ ...turn, parts }, at)) return ref;
  await sealer.destroy(ref);
  return undefined;
}

/** The file stands for what two people did before it was written. */
function factsOf(entry: PlacedEntry['entry'], at: number): readonly RegistryFact[] {
  const { dataClasses, expiresAt, probe, reviewers, tier } = entry;
  const [first, second] = reviewers;
  const fact = (by: string, body: RegistryFactBody): RegistryFact => ({
    ...body,
    by,
    at,
    recordedAt: at,
  });
  const classes = DATA_CLASSES.filter((each) => dataClasses.includes(each));
  return [
    fact('file', {
      kind: 'proposed',
      source: 'registrar',
      evidence: 'documents-seen',
      tier,
      probe,
    }),
    fact(first, { kind: 'vetted', acts: [], evidence: 'documents-seen' }),
    fact('file', { kind: 'consented', classes, way: 'on-file' }),
    fact(second, { kind: 'approved' }),
    fact(second, { kind: 'activated', reviewDueAt: Date.parse(expiresAt) }),
  ];
}
