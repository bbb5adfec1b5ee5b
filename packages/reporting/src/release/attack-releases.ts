import { attackReleases, type DisclosureRules, type ReleasedTable } from '@hrd-shield/domain';
import { disclosureFacts, whereText } from './protect-tables.ts';
import type { FrozenFacts } from './release-facts.ts';

/** What attacking published tables came to. */
export interface ReleaseAttack {
  /** Groups that an attacker knows to exist and to be too small. */
  readonly found: readonly string[];
  /** Groups that were tried. */
  readonly targets: number;
  /** Sets of tables that the attack could not settle; any is a failure. */
  readonly unsettled: readonly string[];
}

/** Tables of one quarter that count the same, as they were read from the public files. */
export interface AttackedTables {
  readonly name: string;
  readonly tables: readonly ReleasedTable[];
  /** What they were made from, for the attack of somebody who knows everything but one person. */
  readonly facts: FrozenFacts;
}

/**
 * Attacks tables as they were published: margins, differences and linkage by what the numbers allow,
 * and each difference of two shown cells by the facts themselves.
 */
export function attackTables(
  { facts, name, tables }: AttackedTables,
  rules: DisclosureRules,
): ReleaseAttack {
  const { people } = rules.floor;
  const result = attackReleases(tables, { people, kinds: rules.kinds });
  if (result.kind !== 'done')
    return { found: [], targets: 0, unsettled: [`${name}: ${result.kind}`] };
  const byNumbers = result.found.map(
    ({ cell, how, without }) =>
      `${name}: ${how} ${whereText(cell)}${without === undefined ? '' : ` less ${whereText(without)}`}`,
  );
  const known = attackByFacts(tables, facts, people);
  return {
    found: [...byNumbers, ...known.found.map((each) => `${name}: ${each}`)],
    targets: result.targets + known.targets,
    unsettled: [],
  };
}

/** Shown cells, and their differences, that hold somebody and too few, by the facts. */
function attackByFacts(
  tables: readonly ReleasedTable[],
  frozen: FrozenFacts,
  people: number,
): { readonly found: readonly string[]; readonly targets: number } {
  const found: string[] = [];
  let targets = 0;
  const facts = disclosureFacts(frozen, tables[0]?.plan.counts ?? '');
  const shown = new Map<string, ReadonlySet<number>>();
  for (const { spec, value } of tables.flatMap(({ cells }) => cells)) {
    if (value === 'withheld') continue;
    const members = facts.flatMap((fact, at) =>
      Object.entries(spec.where).every(([key, each]) => fact.values[key] === each) ? [at] : [],
    );
    shown.set(whereText(spec), new Set(members));
  }
  const isFew = (members: readonly number[]): boolean => {
    const size = new Set(members.map((at) => facts[at]?.person)).size;
    return size > 0 && size < people;
  };
  for (const [one, outer] of shown) {
    targets += 1;
    if (isFew([...outer])) found.push(`cell ${one}`);
    for (const [other, inner] of shown) {
      if (one === other || inner.size > outer.size) continue;
      if ([...inner].some((at) => !outer.has(at))) continue;
      targets += 1;
      if (isFew([...outer].filter((at) => !inner.has(at)))) found.push(`${one} less ${other}`);
    }
  }
  return { found, targets };
}
