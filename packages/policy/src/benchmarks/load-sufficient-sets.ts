import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ShieldError, sha256Hex, THREATS } from '@hrd-shield/contracts';
import { z } from 'zod';
import { loadMeasureCatalogue } from '../protection/load-protection-policy.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'sufficient.yaml';

const Sets = z.array(z.array(z.string().min(1)).min(1)).min(1);

/** The file `rules/sufficient.yaml`. */
export const SufficientRules = z.strictObject({
  version: z.string().min(1),
  owner: z.string().min(1),
  source: z.string().min(1),
  threats: z.partialRecord(z.enum([...THREATS, 'other']), Sets).refine((sets) => 'other' in sets, {
    error: 'other holds for the threats that are not named: it is needed',
  }),
});

/** Which measures, verified together, protect against a threat. */
export interface SufficientPolicy {
  /** Hex SHA-256 of the file. */
  readonly hash: string;
  /** Sets by threat, each enough by itself; the empty threat holds for those without a line. */
  readonly byThreat: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/**
 * The minimum sufficient sets, as a plain value.
 * @param dir folder with `sufficient.yaml` and `measures.yaml`
 * @throws ShieldError `config.invalid` with what does not fit, or a measure that nobody knows
 */
export function loadSufficientSets(dir: string = RULES): SufficientPolicy {
  const text = readRuleText(join(dir, FILE), FILE);
  const { threats } = parseRules(SufficientRules, text, FILE);
  const known = new Set(loadMeasureCatalogue(dir).measures.map(({ id }) => id));
  const unknown = Object.values(threats)
    .flat(2)
    .find((measure) => !known.has(measure));
  if (unknown !== undefined) {
    throw new ShieldError('config.invalid', { detail: `${FILE}: no measure is called ${unknown}` });
  }
  const { other = [], ...named } = threats;
  return { hash: sha256Hex(text), byThreat: { ...named, '': other } };
}
