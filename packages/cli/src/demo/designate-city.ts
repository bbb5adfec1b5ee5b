import type { DefenderRef } from '@hrd-shield/contracts';
import {
  DesignationEntry,
  importDesignations,
  type PlacedEntry,
  type Registry,
} from '@hrd-shield/registry';
import type { CityDefender } from '@hrd-shield/world';

/** How long the designations of the demo hold: 365 days, ms. */
export const YEAR_MS = 365 * 86_400_000;
/** Pseudonyms of the two reviewers that every designation needs; scripted, as all of the city. */
export const REVIEWERS = [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`];

/** Account to reference: the only place of the run that knows both. */
export type RefByAccount = ReadonlyMap<string, DefenderRef>;

/** The designations file of a city, as two reviewers would hand it in. */
export function entriesOf(
  defenders: readonly CityDefender[],
  options: { readonly allowedMeasures: readonly string[]; readonly now: number },
): readonly PlacedEntry[] {
  return defenders.map((defender, index) => ({
    place: index + 1,
    entry: DesignationEntry.parse({
      account: defender.account,
      allowedMeasures: options.allowedMeasures,
      dataClasses: defender.dataClasses,
      language: defender.language,
      ...(defender.country === undefined ? {} : { country: defender.country }),
      expiresAt: new Date(options.now + YEAR_MS).toISOString(),
      reviewers: REVIEWERS,
    }),
  }));
}

/** Designates everyone in the file. @returns whose reference is whose */
export async function designateAll(
  entries: readonly PlacedEntry[],
  registry: Registry,
  onProgress: (done: number) => void,
): Promise<RefByAccount> {
  const { designated } = await importDesignations(entries, registry, onProgress);
  const accounts = new Map(entries.map(({ entry, place }) => [place, entry.account]));
  const refs = new Map<string, DefenderRef>();
  for (const { place, ref } of designated) {
    const account = accounts.get(place);
    if (account !== undefined) refs.set(account, ref);
  }
  return refs;
}
