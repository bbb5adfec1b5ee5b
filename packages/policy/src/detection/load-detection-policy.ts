import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ShieldError, sha256Hex } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadCrisisWindows, readCrisisFiles } from '../crises/index.ts';
import { loadRegions, readRegionFiles } from '../regions/index.ts';
import { crisisPolicies } from './crisis-policies.ts';
import { DetectionRules } from './detection-policy-schema.ts';
import { loadContextPacks, readContextPackFiles } from './load-context-packs.ts';
import { regionPolicies } from './region-policies.ts';

const RULES = fileURLToPath(new URL('../../rules/detection.yaml', import.meta.url));

/**
 * The detection policy of the reviewed rule files, with the SHA-256 over all their bytes.
 *
 * @param path the rule file; the one of this package when absent
 * @throws ShieldError `config.invalid` when the file does not fit its schema
 */
export function loadDetectionPolicy(path: string = RULES): DetectionPolicy {
  const source = readRuleFile(path);
  const rules = DetectionRules.safeParse(parse(source));
  if (!rules.success) {
    throw new ShieldError('config.invalid', {
      detail: `detection rules: ${z.prettifyError(rules.error)}`,
    });
  }
  const files = [...readContextPackFiles(), ...readCrisisFiles(), ...readRegionFiles()];
  const texts = files.map(({ name, text }) => `${name}\n${text}`);
  const usual: DetectionPolicy = {
    ...rules.data,
    hash: sha256Hex([source, ...texts].join('\n---\n')),
    lexicons: loadContextPacks(),
    windows: [],
    regions: [],
  };
  const crises = loadCrisisWindows();
  return {
    ...usual,
    windows: crisisPolicies(usual, crises),
    regions: regionPolicies(usual, loadRegions(), crises),
  };
}

function readRuleFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: 'detection rules cannot be read', cause });
  }
}
