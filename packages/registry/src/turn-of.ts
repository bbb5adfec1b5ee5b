import { type DefenderRef, invariant, ResponderRef } from '@hrd-shield/contracts';
import {
  evolveRegistry,
  nextTickAt,
  type PublicStanding,
  publicStanding,
  type RegistryFact,
  type RegistryLife,
  type RegistryMoment,
  type RegistryPolicy,
} from '@hrd-shield/domain/registry';
import type {
  DesignationAct,
  DesignationChange,
  LifeTurn,
  Publication,
  SealedParts,
} from '@hrd-shield/pipeline';
import type { DesignationSealer, Published, SealedEntry } from './ports.ts';

/** What makes a turn of facts. Without a sealer only what needs no key can be done. */
export interface TurnDeps {
  readonly policy: RegistryPolicy;
  readonly sealer?: DesignationSealer | undefined;
  /** Measures that act on the defender's own side alone. */
  readonly ownSideMeasures: ReadonlySet<string>;
}

/** Facts of one life, at one moment. */
export interface TurnFacts {
  readonly life: RegistryLife;
  readonly facts: readonly RegistryFact[];
  readonly moment: RegistryMoment;
  readonly parts: SealedParts;
}

/** Folds the facts and works out what of them reaches the topic. */
export async function turnOf(given: TurnFacts, deps: TurnDeps): Promise<LifeTurn> {
  const { facts, life, moment, parts } = given;
  const after = facts.reduce(evolveRegistry, life);
  return {
    facts,
    after,
    nextTickAt: nextTickAt(after, moment, deps.policy),
    publication: await publicationOf({ before: life, after, parts, at: moment.at }, deps),
    ...(after.isErased ? { erase: true } : {}),
  };
}

interface Change {
  readonly before: RegistryLife;
  readonly after: RegistryLife;
  readonly parts: SealedParts;
  readonly at: number;
}

async function publicationOf(change: Change, deps: TurnDeps): Promise<Publication | undefined> {
  const { after, at, before, parts } = change;
  const was = before.version === 0 ? undefined : publicStanding(before, deps.policy);
  const is = publicStanding(after, deps.policy);
  if (is === undefined) return undefined;
  const { ref } = after;
  if (was === undefined) {
    const sealed = await sealedFor(after, is, { parts, deps });
    return {
      kind: 'add',
      digest: sealed.digest,
      digestKey: sealed.digestKey,
      designation: {
        ref,
        version: 1,
        state: is.state,
        tier: is.tier,
        probe: after.probe,
        expiresAt: is.expiresAt,
        screening: sealed.screening,
        protection: sealed.protection,
        reviewers: reviewersOf(after),
        endReason: null,
        createdAt: at,
        updatedAt: at,
      },
    };
  }
  const isErased = after.isErased && !before.isErased;
  if (isSame(was, is) && !isErased) return undefined;
  const needsSeal = is.state !== 'withdrawn' && !isSame({ ...was, state: is.state }, is);
  const base: DesignationChange = {
    act: isErased ? 'erased' : actOf(was, is, after),
    state: is.state,
    endReason: is.state === 'withdrawn' ? (after.ended?.reason ?? 'withdrawn') : null,
    erase: isErased,
  };
  if (!needsSeal) return { kind: 'change', change: base };
  const { protection, screening } = await sealedFor(after, is, { parts, deps });
  const { expiresAt, tier } = is;
  const reviewers = reviewersOf(after);
  return {
    kind: 'change',
    change: { ...base, renewed: { expiresAt, tier, reviewers, protection, screening } },
  };
}

async function sealedFor(
  life: RegistryLife,
  standing: PublicStanding,
  { deps, parts }: { readonly parts: SealedParts; readonly deps: TurnDeps },
): Promise<SealedEntry> {
  const { ownSideMeasures, sealer } = deps;
  invariant(sealer !== undefined, 'what is published anew needs the keys of the registry');
  const from = { parts, sealer, ownSideMeasures };
  return sealer.seal(life.ref, await publishedOf(life.ref, standing, from));
}

async function publishedOf(
  ref: DefenderRef,
  { dataClasses, measures }: PublicStanding,
  from: {
    readonly parts: SealedParts;
    readonly sealer: DesignationSealer;
    readonly ownSideMeasures: ReadonlySet<string>;
  },
): Promise<Published> {
  const { ownSideMeasures, parts, sealer } = from;
  invariant(parts.identity !== undefined, 'a designation has an identity until it is erased');
  invariant(parts.profile !== undefined, 'a designation has a profile until it is erased');
  const { account } = await sealer.openPart(ref, 'identity', parts.identity);
  const profile = await sealer.openPart(ref, 'profile', parts.profile);
  const { allowedMeasures, conflicts, contactHours, country, language, safePath, vault } = profile;
  const scopes = {
    all: allowedMeasures,
    'defender-side': allowedMeasures.filter((name) => ownSideMeasures.has(name)),
    none: [],
  };
  return {
    account,
    dataClasses: [...dataClasses],
    allowedMeasures: scopes[measures],
    language,
    conflicts,
    contactHours,
    country,
    safePath,
    vault,
  };
}

/** Who looked at it: two people, or whoever began an emergency. */
function reviewersOf(life: RegistryLife): readonly [ResponderRef, ResponderRef | null] {
  const { approvedBy, emergency, vettedBy } = life;
  return approvedBy === undefined || vettedBy === undefined
    ? [ResponderRef.parse(emergency?.by), null]
    : [ResponderRef.parse(vettedBy), ResponderRef.parse(approvedBy)];
}

function actOf(was: PublicStanding, is: PublicStanding, after: RegistryLife): DesignationAct {
  if (was.state === is.state) return 'changed';
  if (is.state === 'withdrawn') return after.ended?.reason === 'expired' ? 'expired' : 'withdrawn';
  return is.state === 'paused' ? 'paused' : 'resumed';
}

function isSame(a: PublicStanding, b: PublicStanding): boolean {
  return (
    a.state === b.state &&
    a.tier === b.tier &&
    a.measures === b.measures &&
    a.expiresAt === b.expiresAt &&
    a.contactSets === b.contactSets &&
    a.dataClasses.join() === b.dataClasses.join()
  );
}
