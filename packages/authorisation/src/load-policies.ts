import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policySetTextToParts, policyToJson, validate } from '@cedar-policy/cedar-wasm/nodejs';
import { ShieldError, sha256Hex } from '@hrd-shield/contracts';
import { schemaText } from './schema.ts';

/** Where the policies of this product are. */
const POLICIES_FOLDER = fileURLToPath(new URL('../policies/', import.meta.url));

/** Checked policies: each has an id of its own, and all fit the schema. */
export interface AccessPolicies {
  /** Text by id. */
  readonly byId: Readonly<Record<string, string>>;
  /** SHA-256 over all files. */
  readonly hash: string;
}

/**
 * Reads the policy files of a folder.
 * @throws ShieldError `config.invalid` when one does not parse, has no id, has the id of another,
 *   or does not fit the schema
 */
export function loadAccessPolicies(folder: string = POLICIES_FOLDER): AccessPolicies {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cedar'));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  const byId: Record<string, string> = {};
  for (const text of texts) {
    const parts = policySetTextToParts(text);
    if (parts.type === 'failure') throw refused('a policy file does not parse');
    if (parts.policy_templates.length > 0) throw refused('a policy file has a template');
    for (const policy of parts.policies) {
      const id = idOf(policy);
      if (byId[id] !== undefined) throw refused(`two policies have the id ${id}`);
      byId[id] = policy;
    }
  }
  check(byId);
  return { byId, hash: sha256Hex([schemaText(), ...texts].join('\n')) };
}

function idOf(policy: string): string {
  const json = policyToJson(policy);
  const id = json.type === 'success' ? json.json.annotations?.id : undefined;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{2,63}$/.test(id)) {
    throw refused('a policy has no @id of lower-case words');
  }
  return id;
}

function check(byId: Readonly<Record<string, string>>): void {
  const answer = validate({ schema: schemaText(), policies: { staticPolicies: { ...byId } } });
  if (answer.type === 'failure') throw refused('the schema of access does not parse');
  const [first] = [...answer.validationErrors, ...answer.validationWarnings];
  if (first !== undefined) throw refused(`policy ${first.policyId} does not fit the schema`);
}

function refused(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}
