import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '@hrd-shield/domain';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';
import { PEOPLE_MIN } from './disclosure-rules.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'attributes.yaml';

const name = z.string().regex(/^[a-z][a-z-]{1,31}$/, 'lower-case words joined by hyphens');

/** The file `rules/attributes.yaml`. */
export const AttributeRules = z
  .strictObject({
    version: z.string().min(1),
    people: quantity(z.number().int().min(PEOPLE_MIN)),
    regions: z.record(
      name,
      z.strictObject({ within: name, countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1) }),
    ),
  })
  .refine(
    ({ regions }) => {
      const all = Object.values(regions).flatMap(({ countries }) => countries);
      return new Set(all).size === all.length;
    },
    { error: 'a country lies in one region' },
  );

/** What may be told of a defender beside a fact. */
export interface AttributePolicy {
  /** Fewest designations that share what is told. */
  readonly people: number;
  /** Region of each country, by ISO 3166-1 alpha-2. */
  readonly regions: ReadonlyMap<string, NonNullable<Place['region']>>;
}

/**
 * @param dir folder with `attributes.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadAttributePolicy(dir: string = RULES): AttributePolicy {
  return readAttributeRules(readRuleText(join(dir, FILE), FILE));
}

/** @throws ShieldError `config.invalid` with what does not fit */
export function readAttributeRules(text: string): AttributePolicy {
  const { people, regions } = parseRules(AttributeRules, text, FILE);
  return {
    people,
    regions: new Map(
      Object.entries(regions).flatMap(([fine, { countries, within: coarse }]) =>
        countries.map((country): [string, NonNullable<Place['region']>] => [
          country,
          { fine, coarse },
        ]),
      ),
    ),
  };
}
