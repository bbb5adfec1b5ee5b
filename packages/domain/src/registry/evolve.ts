import { type DefenderRef, invariant, unreachable } from '@hrd-shield/contracts/pure';
import type { RegistryFact } from './facts.ts';
import type { RegistryLife } from './life.ts';

/** A life of which nothing is known yet but its reference. */
export function unbornLife(ref: DefenderRef): RegistryLife {
  return {
    ref,
    state: 'proposed',
    version: 0,
    source: 'registrar',
    evidence: 'claimed',
    acts: [],
    tier: 'watch',
    probe: false,
    proposedBy: '',
    proposedAt: 0,
    consents: {},
    reminders: 0,
    isErased: false,
  };
}

/** Folds one fact. Total. */
export function evolveRegistry(life: RegistryLife, fact: RegistryFact): RegistryLife {
  return { ...folded(life, fact), version: life.version + 1 };
}

function folded(life: RegistryLife, fact: RegistryFact): RegistryLife {
  const { at, by } = fact;
  switch (fact.kind) {
    case 'proposed': {
      const { evidence, probe, source, tier } = fact;
      return { ...life, source, evidence, tier, probe, proposedBy: by, proposedAt: at };
    }
    case 'vetted': {
      const { acts, evidence } = fact;
      const state = life.state === 'proposed' ? 'vetted' : life.state;
      return { ...life, state, acts, evidence, vettedBy: by };
    }
    case 'approved':
      return {
        ...life,
        approvedBy: by,
        state: life.state === 'emergency' ? life.state : 'approved',
      };
    case 'consented': {
      const given = fact.classes.map((each) => [each, { givenAt: at, way: fact.way, by }] as const);
      return { ...life, consents: { ...life.consents, ...Object.fromEntries(given) } };
    }
    case 'consent-narrowed': {
      const left = Object.entries(life.consents).filter(
        ([each]) => !(fact.classes as readonly string[]).includes(each),
      );
      return { ...life, consents: Object.fromEntries(left) };
    }
    case 'activated':
      return { ...without(life, 'emergency'), state: 'active', reviewDueAt: fact.reviewDueAt };
    case 'refused':
      return { ...life, state: 'refused', refusal: { reason: fact.reason, by, at } };
    case 'ended':
      return { ...life, state: 'ended', ended: { reason: fact.reason, at } };
    case 'succeeded':
      return { ...life, successor: fact.successor };
    case 'erased':
      return { ...life, isErased: true };
    default:
      return foldedLater(life, fact);
  }
}

type EntryKind =
  | 'proposed'
  | 'vetted'
  | 'approved'
  | 'consented'
  | 'consent-narrowed'
  | 'activated'
  | 'refused'
  | 'ended'
  | 'succeeded'
  | 'erased';

/** What can happen once somebody is on the way in. */
function foldedLater(
  life: RegistryLife,
  fact: Exclude<RegistryFact, { readonly kind: EntryKind }>,
): RegistryLife {
  const { at, by } = fact;
  switch (fact.kind) {
    case 'appealed':
      return { ...life, appeal: { by, since: at } };
    case 'appeal-decided': {
      const closed = without(life, 'appeal');
      return fact.isUpheld || life.state !== 'refused'
        ? closed
        : { ...without(closed, 'refusal'), state: 'proposed', proposedAt: at };
    }
    case 'emergency-began':
      return { ...life, state: 'emergency', emergency: { by, since: at } };
    case 'emergency-reviewed':
      return { ...life, emergency: { ...emergencyOf(life), reviewedBy: by } };
    case 'emergency-reminded':
      return { ...life, emergency: { ...emergencyOf(life), remindedAt: at } };
    case 'review-reminded':
      return { ...life, reminders: life.reminders + 1 };
    case 'grace-began':
      return { ...life, graceSince: at };
    case 'reviewed':
      return { ...without(life, 'graceSince'), reminders: 0, reviewDueAt: fact.reviewDueAt };
    case 'end-proposed':
      return { ...life, endProposedBy: by };
    case 'custody-began':
      return { ...life, custodySince: at };
    case 'custody-ended':
      return without(life, 'custodySince');
    default:
      return foldedLeaving(life, fact);
  }
}

type LaterKind =
  | EntryKind
  | 'appealed'
  | 'appeal-decided'
  | 'emergency-began'
  | 'emergency-reviewed'
  | 'emergency-reminded'
  | 'review-reminded'
  | 'grace-began'
  | 'reviewed'
  | 'end-proposed'
  | 'custody-began'
  | 'custody-ended';

/** Pausing, leaving, and what was agreed on the way. */
function foldedLeaving(
  life: RegistryLife,
  fact: Exclude<RegistryFact, { readonly kind: LaterKind }>,
): RegistryLife {
  const { at, by } = fact;
  switch (fact.kind) {
    case 'paused':
      return { ...life, state: 'paused', paused: { by, why: fact.why } };
    case 'resumed':
      return {
        ...without(life, 'paused'),
        state: life.emergency === undefined ? 'active' : 'emergency',
      };
    case 'withdrawn':
      return {
        ...without(life, 'duressSince'),
        state: 'cooling-off',
        withdrawal: { by, since: at },
      };
    case 'withdrawal-confirmed': {
      invariant(life.withdrawal !== undefined, 'what is confirmed was withdrawn');
      return { ...life, withdrawal: { ...life.withdrawal, confirmedBy: by } };
    }
    case 'check-in-set':
      return { ...life, checkIns: 'awaited' };
    case 'check-in-stopped':
      return { ...life, checkIns: 'stopped' };
    case 'contact-hours-set':
      return { ...life, contactSets: (life.contactSets ?? 0) + 1 };
    case 'counting-agreed':
      return { ...life, counting: { is: 'agreed', since: fact.recordedAt } };
    case 'counting-taken-back':
      return { ...life, counting: { is: 'taken-back', since: fact.recordedAt } };
    case 'duress-signalled':
      return { ...life, duressSince: at };
    case 'duress-resolved':
      return without(life, 'duressSince');
    default:
      return unreachable(fact);
  }
}

function emergencyOf(life: RegistryLife): NonNullable<RegistryLife['emergency']> {
  invariant(life.emergency !== undefined, 'an emergency fact belongs to an emergency');
  return life.emergency;
}

function without<K extends keyof RegistryLife>(life: RegistryLife, key: K): RegistryLife {
  const { [key]: _, ...rest } = life;
  return rest as RegistryLife;
}
