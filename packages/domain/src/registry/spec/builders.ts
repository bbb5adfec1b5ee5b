import { type DefenderRef, deriveId, type ResponderRef } from '@hrd-shield/contracts/pure';
import { tickRegistry } from '../clock.ts';
import { decideRegistry } from '../decide.ts';
import { evolveRegistry, unbornLife } from '../evolve.ts';
import type { RegistryFact } from '../facts.ts';
import type { RegistryAsk } from '../input.ts';
import type { RegistryLife } from '../life.ts';
import type { Party } from '../party.ts';
import type { RegistryPolicy } from '../policy.ts';

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const aRef = deriveId('d', 'registry') as DefenderRef;

export const policy: RegistryPolicy = {
  hash: 'a'.repeat(64),
  acts: ['documents-violations', 'legal-aid'],
  reviewEveryMs: 365 * DAY,
  remindBeforeMs: [30 * DAY, 14 * DAY, 3 * DAY],
  graceMs: 14 * DAY,
  heldMs: DAY,
  outageMs: 6 * HOUR,
  lastLineMs: 365 * DAY,
  coolingOffMs: 7 * DAY,
  confirmWithinMs: 30 * DAY,
  appealWithinMs: 30 * DAY,
  proposalMs: 90 * DAY,
  requestMs: { agree: DAY, reveal: 15 * MINUTE, export: 60 * MINUTE, rows: 15 * MINUTE },
  emergency: {
    reviewMs: 4 * HOUR,
    endMs: 72 * HOUR,
    remindMs: HOUR,
    dataClasses: ['public-content', 'reports'],
  },
};

export function aResponder(
  name: string,
  ...roles: readonly string[]
): Party & {
  readonly kind: 'responder';
} {
  return {
    kind: 'responder',
    ref: deriveId('r', name) as ResponderRef,
    roles: roles as never,
    hasConflict: false,
  };
}

export const rosa = aResponder('rosa', 'registrar');
export const ravi = aResponder('ravi', 'registrar');
export const amal = aResponder('amal', 'approver');
export const anna = aResponder('anna', 'approver', 'registrar');
export const dede: Party = { kind: 'defender', session: 'trusted' };
export const doubted: Party = { kind: 'defender', session: 'doubtful' };
export const delegate: Party = { kind: 'delegate', delegate: '1' };
export const state: Party = { kind: 'state-body' };
export const partner: Party = { kind: 'partner', partner: 'helpline-one' as never };

type Omitted<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Step =
  | (Omitted<RegistryAsk> & { readonly after?: number })
  | {
      readonly kind: 'clock';
      readonly after: number;
      readonly hasOpenCase?: boolean;
      readonly upSince?: number;
    };

/** What a story came to: the life, every fact, and the refusal of the last step, if any. */
export interface Told {
  readonly life: RegistryLife;
  readonly facts: readonly RegistryFact[];
  readonly kinds: readonly string[];
  readonly refusal: string | undefined;
}

/** Plays steps in order; `after` is ms since the start. A refused step changes nothing. */
export function tell(...steps: readonly Step[]): Told {
  let life = unbornLife(aRef);
  let refusal: string | undefined;
  const facts: RegistryFact[] = [];
  for (const step of steps) {
    const at = START + (step.after ?? 0);
    refusal = undefined;
    let news: readonly RegistryFact[] = [];
    if (step.kind === 'clock') {
      const { hasOpenCase = false, upSince = START } = step;
      news = tickRegistry(life, { at, hasOpenCase, upSince }, policy);
    } else {
      const { after: _, ...ask } = step;
      const answer = decideRegistry(life, { ...ask, at } as RegistryAsk, policy);
      if (answer.ok) news = answer.facts;
      else refusal = answer.code;
    }
    facts.push(...news);
    life = news.reduce(evolveRegistry, life);
  }
  return { life, facts, kinds: facts.map(({ kind }) => kind), refusal };
}

export const proposed: Step = {
  kind: 'propose',
  by: rosa,
  source: 'registrar',
  evidence: 'public-acts',
  tier: 'watch',
  probe: false,
};
export const vetted: Step = {
  kind: 'vet',
  by: ravi,
  acts: ['legal-aid'],
  evidence: 'public-acts',
  capacity: 'defender',
};
export const consented: Step = {
  kind: 'consent',
  by: dede,
  classes: ['public-content', 'reports', 'login'],
  way: 'own-session',
  givenAt: START,
};
export const added: Step = { kind: 'add', by: amal };
/** Active since START, with a review due a year later. */
export const active: readonly Step[] = [proposed, vetted, consented, added];
