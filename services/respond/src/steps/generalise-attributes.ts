import type { Outcome, ProtectionPart } from '@hrd-shield/contracts';
import { generalisePeople, type Place, placeKey, type SharedPlace } from '@hrd-shield/domain';
import type { AttributePolicy } from '@hrd-shield/policy';

/** What of a designation says where somebody belongs. */
export type Whereabouts = Pick<ProtectionPart, 'language' | 'country'>;

/** How many active designations belong to each place: counts, and nobody. */
export interface Attributes {
  join(of: Whereabouts): void;
  leave(of: Whereabouts): void;
  /** What a fact may tell of somebody. */
  sharedBy(of: Whereabouts): SharedPlace;
}

const LANGUAGE = /^[a-z]{2,3}$/;

/** Bounded by the countries and languages of the world. */
export function createAttributes(policy: AttributePolicy): Attributes {
  const counts = new Map<string, { readonly place: Place; readonly count: number }>();
  let shared: ReadonlyMap<string, SharedPlace> | undefined;

  function placeOf({ country, language }: Whereabouts): Place | undefined {
    const primary = language.split('-')[0]?.toLowerCase() ?? '';
    if (!LANGUAGE.test(primary)) return undefined;
    const region = country === undefined ? undefined : policy.regions.get(country);
    return { language: primary, ...(region === undefined ? {} : { region }) };
  }

  function add(of: Whereabouts, by: 1 | -1): void {
    const place = placeOf(of);
    if (place === undefined) return;
    const key = placeKey(place);
    const count = (counts.get(key)?.count ?? 0) + by;
    if (count <= 0) counts.delete(key);
    else counts.set(key, { place, count });
    shared = undefined;
  }

  return {
    join: (of) => add(of, 1),
    leave: (of) => add(of, -1),
    sharedBy: (of) => {
      const place = placeOf(of);
      if (place === undefined) return {};
      shared ??= generalisePeople([...counts.values()], policy.people);
      return shared.get(placeKey(place)) ?? {};
    },
  };
}

/** What a fact carries of whom it concerns and of who answers for it. */
export type AttributesOf = (
  defender: Outcome['defender'],
) => Pick<Outcome, 'language' | 'region' | 'unit'>;
