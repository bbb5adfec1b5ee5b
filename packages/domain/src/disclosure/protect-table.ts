import { type AttackResult, attackReleases, type SingledOut } from './attack/attack.ts';
import { isWithin } from './cells.ts';
import { type Draft, draftOf, hide, hideSensitive, hideSmall, releaseOf } from './draft.ts';
import type { ReleasedTable, TablePlan } from './facts.ts';
import { hideComplements } from './hide-complements.ts';
import { hideDifferences, type Releases } from './hide-differences.ts';
import { type DisclosureRefusal, type DisclosureRules, refusalOf } from './rules.ts';
import { type UtilityLoss, utilityLossOf } from './utility-loss.ts';

/** A table that may be released, or why none may. */
export type ProtectedTable =
  | { readonly ok: true; readonly table: ReleasedTable; readonly loss: UtilityLoss }
  | { readonly ok: false; readonly refusal: DisclosureRefusal };

/**
 * Makes a table safe to release beside everything that was released before: small and sensitive
 * cells go, then what would give them away, then what an attack on the whole still finds, until it
 * finds nobody. A table of which nothing can be shown is all gaps, which is an answer too.
 *
 * @source ecosystem notes, section 8
 */
export function protectTable(
  plan: TablePlan,
  releases: Releases,
  rules: DisclosureRules,
): ProtectedTable {
  const refusal = refusalOf(plan, rules);
  if (refusal !== undefined) return { ok: false, refusal };
  const all = draftOf(plan, releases.facts);
  if (!isListed(all)) return { ok: false, refusal: 'unlisted-value' };
  const first = hideSensitive(all, rules, releases.facts);
  let draft = hideStructure(hideSmall(first, rules), releases, rules);
  // Each round hides a cell, so the number of cells bounds the rounds.
  for (let round = 0; round <= draft.cells.length; round += 1) {
    const table = releaseOf(draft, rules);
    const result = attack(table, releases, rules);
    if (result.kind !== 'done') return { ok: false, refusal: result.kind };
    const one = result.found[0];
    if (one === undefined) return { ok: true, table, loss: utilityLossOf(draft, rules) };
    draft = hideStructure(hideAgainst(draft, one), releases, rules);
  }
  const nothing = hide(draft, () => true);
  const table = releaseOf(nothing, rules);
  return { ok: true, table, loss: utilityLossOf(nothing, rules) };
}

/** Whether every fact has a listed value, except where a plan says that it lists some only. */
function isListed({ cells, plan }: Draft): boolean {
  const whole = Object.entries(plan.dimensions).filter(
    ([dimension]) => plan.partial?.includes(dimension) !== true,
  );
  return (cells[0]?.facts ?? []).every(({ values }) =>
    whole.every(([dimension, listed]) => listed.includes(values[dimension] ?? '')),
  );
}

/** Complements and differences open each other, so both are repeated until neither hides more. */
function hideStructure(draft: Draft, releases: Releases, rules: DisclosureRules): Draft {
  let current = draft;
  for (let round = 0; round <= draft.cells.length; round += 1) {
    const next = hideDifferences(hideComplements(current, rules), releases, rules);
    if (hiddenIn(next) === hiddenIn(current)) return next;
    current = next;
  }
  return current;
}

function hiddenIn(draft: Draft): number {
  return draft.cells.filter(({ isHidden }) => isHidden).length;
}

function attack(table: ReleasedTable, releases: Releases, rules: DisclosureRules): AttackResult {
  const aim = { people: rules.floor.people, kinds: rules.kinds };
  const { attackedApart: sets = [releases.earlier] } = releases;
  let targets = 0;
  for (const set of sets) {
    const result = attackReleases([...set, table], aim);
    if (result.kind !== 'done' || result.found.length > 0) return result;
    targets += result.targets;
  }
  return { kind: 'done', found: [], targets };
}

/** Hides the smallest shown cell that touches the group that was found; any, where none touches. */
function hideAgainst(draft: Draft, found: SingledOut): Draft {
  const shown = draft.cells
    .filter(({ isHidden }) => !isHidden)
    .sort((a, b) => a.facts.length - b.facts.length);
  const near = shown.find(({ spec }) => isWithin(spec, found.cell) || isWithin(found.cell, spec));
  const goes = near ?? shown[0];
  return goes === undefined ? draft : hide(draft, (cell) => cell === goes);
}
