import {
  AUDIENCES,
  type Audience,
  type DisclosureRules,
  type Period,
  type ReleasedTable,
} from '../disclosure/index.ts';
import { type ParityFigure, parityFigures } from './parity-figures.ts';
import {
  type EarlierParity,
  type ParityFacts,
  type ParityLoss,
  parityTables,
} from './parity-tables.ts';
import type { ParityPlan } from './plan.ts';

/** What one audience is told. */
export interface ParityTold {
  readonly tables: readonly ReleasedTable[];
  readonly losses: readonly ParityLoss[];
  readonly figures: readonly ParityFigure[];
}

/** All that leaves the registry: counts of many people, shares of them, and what is withheld. */
export type ParityRelease = Readonly<Record<Audience, ParityTold>>;

/** A run of the same quarter that was let out before, with its facts as they can be read now. */
export interface ParityBefore {
  readonly released: ParityRelease;
  readonly facts: ParityFacts;
}

/**
 * What every audience is told, the widest first: people inside see what the public sees too, so what
 * they are told is protected beside it.
 */
export function releaseParity(sources: {
  readonly plan: ParityPlan;
  readonly facts: ParityFacts;
  readonly rules: Readonly<Record<Audience, DisclosureRules>>;
  readonly period: Period;
  readonly knownBy: number;
  /** Tables of the public release of the same facts. */
  readonly release: readonly ReleasedTable[];
  readonly before: readonly ParityBefore[];
}): ParityRelease {
  const { before, facts, knownBy, period, plan, release } = sources;
  const seen: ReleasedTable[] = [...release];
  const told: Partial<Record<Audience, ParityTold>> = {};
  for (const audience of AUDIENCES) {
    const rules = sources.rules[audience];
    const earlier = before.map(({ facts: old, released }): EarlierParity => {
      const wider = AUDIENCES.slice(0, AUDIENCES.indexOf(audience) + 1);
      return { facts: old, tables: wider.flatMap((each) => released[each].tables) };
    });
    const near = { plan, facts, rules, period, knownBy };
    const { losses, tables } = parityTables({ ...near, beside: seen, before: earlier });
    told[audience] = { tables, losses, figures: parityFigures({ plan, tables, facts, rules }) };
    seen.push(...tables);
  }
  const { internal, public: open } = told;
  const nothing: ParityTold = { tables: [], losses: [], figures: [] };
  return { public: open ?? nothing, internal: internal ?? nothing };
}
