import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ShieldError, sha256Hex } from '@hrd-shield/contracts';
import type { ProtectionPolicy } from '@hrd-shield/domain/protection';
import { z } from 'zod';
import { parseRuleYaml, readRuleText } from '../rule-file.ts';
import { MeasureRules } from './measure-rules.ts';
import { PlaybookRules, ResponseRules } from './protection-rules.ts';
import { resolveProtectionPolicy } from './resolve-protection-policy.ts';
import { RotaRules } from './rota-rules.ts';
import { rulesInvalid } from './rules-invalid.ts';

/** The rule files of this package: what holds where no other folder is named. */
export const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const RESPONSE = 'response.yaml';

/** Bytes of the resolved policy that a workflow carries. @source response notes, section 4 */
const MAX_POLICY_BYTES = 20_480;

/**
 * The protection policy of the reviewed rule files, as a plain value with the SHA-256 over all
 * their bytes. Names that no file defines are refused.
 *
 * @param dir folder with `measures.yaml` and `playbooks/`
 * @throws ShieldError `config.invalid` with the file and what does not fit
 */
export function loadProtectionPolicy(dir: string = RULES): ProtectionPolicy {
  const sources: string[] = [];
  const read = <T>(schema: z.ZodType<T>, ...path: readonly string[]): T => {
    const name = path.join('/');
    const text = readRuleText(join(dir, ...path), name);
    sources.push(`${name}\n${text}`);
    return check(schema, text, name);
  };
  const catalogue = read(MeasureRules, 'measures.yaml');
  const response = read(ResponseRules, 'playbooks', RESPONSE);
  const playbooks = playbookFiles(dir).map((file) => read(PlaybookRules, 'playbooks', file));
  const rota = read(RotaRules, 'rota.yaml');
  const resolved = resolveProtectionPolicy({ catalogue, response, playbooks, rota });
  const policy = { ...resolved, hash: sha256Hex(sources.join('\n---\n')) };
  if (JSON.stringify(policy).length > MAX_POLICY_BYTES) {
    throw rulesInvalid(`the resolved policy is larger than ${MAX_POLICY_BYTES} bytes`);
  }
  return policy;
}

/**
 * The live policy with a candidate in its shadow: what the candidate would have done is recorded
 * as outcomes under its own hash, and nothing of it is done.
 *
 * @param dir folder of the candidate's rules
 * @throws ShieldError `config.invalid` as for a live policy
 */
export function withCandidate(live: ProtectionPolicy, dir: string): ProtectionPolicy {
  return { ...live, shadow: loadProtectionPolicy(dir) };
}

/** The catalogue with the words that a defender reads. @throws ShieldError `config.invalid` */
export function loadMeasureCatalogue(dir: string = RULES): MeasureRules {
  return check(
    MeasureRules,
    readRuleText(join(dir, 'measures.yaml'), 'measures.yaml'),
    'measures.yaml',
  );
}

function playbookFiles(dir: string): readonly string[] {
  try {
    return readdirSync(join(dir, 'playbooks'))
      .filter((file) => file.endsWith('.yaml') && file !== RESPONSE)
      .sort();
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: 'playbooks cannot be read', cause });
  }
}

function check<T>(schema: z.ZodType<T>, text: string, name: string): T {
  const parsed = schema.safeParse(parseRuleYaml(text, name));
  if (!parsed.success) throw rulesInvalid(`${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
