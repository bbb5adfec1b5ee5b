/** Where somebody belongs, as the registry knows it. */
export interface Place {
  /** Primary language tag, such as `fr`. */
  readonly language: string;
  /** Region of the world, and the part of the world that it lies in; absent where unknown. */
  readonly region?: { readonly fine: string; readonly coarse: string };
}

/** What may be told of somebody: never finer than what enough people share. */
export interface SharedPlace {
  readonly language?: string;
  readonly region?: string;
}

/** The language of those whose own is spoken by too few. */
const OTHER = 'other';

/** From fine to coarse; `undefined` where a place has nothing to tell at that level. */
const LEVELS: readonly ((place: Place) => SharedPlace | undefined)[] = [
  ({ language, region }) => region && { language, region: region.fine },
  ({ language, region }) => region && { language, region: region.coarse },
  ({ region }) => region && { language: OTHER, region: region.fine },
  ({ region }) => region && { language: OTHER, region: region.coarse },
  ({ language }) => ({ language }),
];

/** Names a place, so that people of the same place can be counted together. */
export function placeKey({ language, region }: Place): string {
  return JSON.stringify([language, region?.fine ?? '']);
}

/**
 * Says what may be told of the people of each place. Everybody is told as finely as `people` others
 * who are told alike allow; whom no level has room for is told nothing. Where those are too few to
 * hide among each other, the smallest groups are told nothing either.
 *
 * @param counts how many people belong to each place
 * @param people fewest who are told alike, 2 or more
 * @returns by `placeKey`; a place that may tell nothing is absent
 * @source ecosystem notes, section 8
 */
export function generalisePeople(
  counts: readonly { readonly place: Place; readonly count: number }[],
  people: number,
): ReadonlyMap<string, SharedPlace> {
  let rest: Counted = counts.filter(({ count }) => count > 0);
  const groups: Group[] = [];
  for (const level of LEVELS) {
    const { found, left } = groupsAt(level, rest, people);
    groups.push(...found);
    rest = left;
  }
  groups.sort((a, b) => sizeOf(a.members) - sizeOf(b.members));
  while (rest.length > 0 && sizeOf(rest) < people && groups.length > 0) {
    rest = [...rest, ...(groups.shift()?.members ?? [])];
  }
  return new Map(
    groups.flatMap(({ members, shared }) =>
      members.map(({ place }): [string, SharedPlace] => [placeKey(place), shared]),
    ),
  );
}

type Counted = readonly { readonly place: Place; readonly count: number }[];

interface Group {
  readonly shared: SharedPlace;
  readonly members: Counted;
}

function groupsAt(level: (typeof LEVELS)[number], counted: Counted, people: number) {
  const groups = new Map<string, Group>();
  const silent: Counted = counted.filter(({ place }) => level(place) === undefined);
  for (const one of counted) {
    const shared = level(one.place);
    if (shared === undefined) continue;
    const key = JSON.stringify([shared.language, shared.region]);
    const members = [...(groups.get(key)?.members ?? []), one];
    groups.set(key, { shared, members });
  }
  const all = [...groups.values()];
  const isEnough = ({ members }: Group): boolean => sizeOf(members) >= people;
  return {
    found: all.filter(isEnough),
    left: [...silent, ...all.filter((each) => !isEnough(each)).flatMap(({ members }) => members)],
  };
}

function sizeOf(members: Counted): number {
  return members.reduce((sum, { count }) => sum + count, 0);
}
