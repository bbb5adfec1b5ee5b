import type { CrewCandidate, TargetingHint } from '@hrd-shield/contracts';
import { poissonSurprise } from '../detection/statistics/tails.ts';
import type { StagePolicy } from './policy.ts';

/** A member is tied to at least so many others, so that no chain of chance hangs together. */
const TIES_MIN = 2;

/** Two candidates who were at the same places elsewhere. */
interface Tie {
  readonly a: number;
  readonly b: number;
  /** Defenders in common. */
  readonly targets: ReadonlySet<string>;
  readonly pValue: number;
}

/**
 * The largest set of candidates who share more cells than their activity explains: Poisson tails of
 * the shared cells of each pair, false discoveries controlled over all pairs (Benjamini-Hochberg),
 * then the largest component in which everybody has two ties.
 *
 * @returns members by reference, each with the number of other defenders shared; undefined: none
 * @source detection notes, section 2, pair significance
 */
export function findCrew(
  candidates: readonly CrewCandidate[],
  rules: StagePolicy['crew'],
): Pick<TargetingHint, 'crew' | 'qValue'> | undefined {
  if (candidates.length < rules.actorsMin) return undefined;
  const ties = significant(allTies(candidates), candidates.length, rules.qMax);
  const strong = ties.held.filter(({ targets }) => targets.size >= rules.targetsMin);
  const members = largestCore(strong);
  if (members.size < rules.actorsMin) return undefined;
  const crew = [...members].map((index) => {
    const own = strong.filter(({ a, b }) => isIn(members, a, b) && (a === index || b === index));
    const targets = new Set(own.flatMap((tie) => [...tie.targets])).size;
    return { actor: candidates[index]?.actor ?? ('' as never), targets };
  });
  crew.sort((one, other) => (one.actor < other.actor ? -1 : 1));
  return { crew, qValue: ties.qValue };
}

function allTies(candidates: readonly CrewCandidate[]): readonly Tie[] {
  const ties: Tie[] = [];
  candidates.forEach((one, a) => {
    const mine = new Map(one.hits.map(({ cell, target }) => [cell, target]));
    for (let b = a + 1; b < candidates.length; b += 1) {
      const other = candidates[b];
      if (other === undefined) continue;
      const shared = other.hits.filter(({ cell }) => mine.has(cell));
      if (shared.length === 0) continue;
      const collision = Math.max(one.collision, other.collision);
      const expected = one.hits.length * other.hits.length * collision;
      const pValue = 10 ** -poissonSurprise(shared.length, expected);
      ties.push({ a, b, targets: new Set(shared.map(({ target }) => target)), pValue });
    }
  });
  return ties;
}

/** Pairs that pass, and the rate of false ones among them. Pairs without a shared cell count too. */
function significant(
  ties: readonly Tie[],
  actors: number,
  qMax: number,
): { readonly held: readonly Tie[]; readonly qValue: number } {
  const tests = (actors * (actors - 1)) / 2;
  const sorted = [...ties].sort((x, y) => x.pValue - y.pValue || x.a - y.a || x.b - y.b);
  let last = -1;
  sorted.forEach(({ pValue }, rank) => {
    if ((pValue * tests) / (rank + 1) <= qMax) last = rank;
  });
  const qValue = last < 0 ? 1 : ((sorted[last]?.pValue ?? 1) * tests) / (last + 1);
  return { held: sorted.slice(0, last + 1), qValue };
}

/** The largest connected set in which everybody has at least two ties. */
function largestCore(ties: readonly Tie[]): ReadonlySet<number> {
  const partners = new Map<number, Set<number>>();
  for (const { a, b } of ties) {
    partners.set(a, (partners.get(a) ?? new Set()).add(b));
    partners.set(b, (partners.get(b) ?? new Set()).add(a));
  }
  peel(partners);
  let best = new Set<number>();
  const seen = new Set<number>();
  for (const start of [...partners.keys()].sort((x, y) => x - y)) {
    if (seen.has(start)) continue;
    const component = new Set([start]);
    for (const at of component) for (const next of partners.get(at) ?? []) component.add(next);
    for (const at of component) seen.add(at);
    if (component.size > best.size) best = component;
  }
  return best;
}

function peel(partners: Map<number, Set<number>>): void {
  for (let left = partners.size; left > 0; left -= 1) {
    const weak = [...partners].filter(([, tied]) => tied.size < TIES_MIN);
    if (weak.length === 0) return;
    for (const [index, tied] of weak) {
      for (const other of tied) partners.get(other)?.delete(index);
      partners.delete(index);
    }
  }
}

function isIn(members: ReadonlySet<number>, a: number, b: number): boolean {
  return members.has(a) && members.has(b);
}
