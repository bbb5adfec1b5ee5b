import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import type { DetectionPolicy, ProtectionPolicy } from '@hrd-shield/domain';
import {
  loadDetectionPolicy,
  loadProtectionPolicy,
  loadRuleTexts,
  RULES_FOLDER,
  ruleFilesOf,
} from '@hrd-shield/policy';
import { diffRules, kindOf, type RuleChange, readRuleSet } from './diff-rules.ts';

/** Rules that do not hold yet, with what they change. */
export interface Candidate {
  readonly changes: readonly RuleChange[];
  /** Undefined where detection is as it is. */
  readonly detection: DetectionPolicy | undefined;
  /** Undefined where protection is as it is. */
  readonly protection: ProtectionPolicy | undefined;
}

const DETECTION = 'detection.yaml';
const PROTECTION = /^(measures|rota)\.yaml$|^playbooks\//;

/**
 * Opens a rule folder, or one rule file that takes the place of its namesake.
 * @param as name of the file among the rules, where it cannot be told from the file
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function openCandidate(path: string, as: string | undefined): Candidate {
  const isFolder = kindOf(path) === 'folder';
  const name = isFolder ? undefined : (as ?? nameOf(path));
  const before = readRuleSet(RULES_FOLDER, name);
  const after = readRuleSet(path, name);
  const changes = diffRules(before, after, loadRuleTexts());
  const touched = new Set(changes.map(({ file }) => file));
  return {
    changes,
    detection: touched.has(DETECTION)
      ? loadDetectionPolicy(isFolder ? join(path, DETECTION) : path)
      : undefined,
    protection: [...touched].some((file) => PROTECTION.test(file))
      ? isFolder
        ? loadProtectionPolicy(path)
        : withFile(path, name ?? '')
      : undefined,
  };
}

/** Rules of this version with one file replaced. */
function withFile(path: string, name: string): ProtectionPolicy {
  const copy = mkdtempSync(join(tmpdir(), 'candidate-rules-'));
  try {
    cpSync(RULES_FOLDER, copy, { recursive: true });
    cpSync(path, join(copy, name));
    return loadProtectionPolicy(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What a file is among the rules: by its own name, else by what is in it. */
function nameOf(path: string): string {
  const own = basename(path);
  const known = ruleFilesOf(RULES_FOLDER);
  const named = known.find((file) => file === own || basename(file) === own);
  if (named !== undefined) return named;
  const text = readFileSync(path, 'utf8');
  const [, threat] = /^threat: *([a-z-]+) *$/m.exec(text) ?? [];
  const kinds: readonly (readonly [boolean, string])[] = [
    [/^detectors:/m.test(text) && /^fusion:/m.test(text), DETECTION],
    [/^measures:/m.test(text) && /^version:/m.test(text), 'measures.yaml'],
    [/^ladder:/m.test(text), 'playbooks/response.yaml'],
    [/^desks:/m.test(text), 'rota.yaml'],
    [threat !== undefined && /^steps:/m.test(text), `playbooks/${threat}.yaml`],
  ];
  const found = kinds.find(([isIt]) => isIt)?.[1];
  if (found !== undefined) return found;
  const detail =
    'it is not clear which rule file this is: say it with --as, such as detection.yaml';
  throw new ShieldError('config.invalid', { detail });
}
