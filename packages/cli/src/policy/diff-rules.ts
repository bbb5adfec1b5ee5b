import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import {
  isThreshold,
  type RuleLeaf,
  type RuleTexts,
  readRuleTree,
  ruleFilesOf,
  unitOf,
} from '@hrd-shield/policy';

/** One difference between two sets of rules. */
export interface RuleChange {
  readonly file: string;
  readonly path: string;
  readonly change: 'added' | 'removed' | 'moved';
  readonly before?: unknown;
  readonly after?: unknown;
  /** The difference in words. */
  readonly says: string;
  /** What may break by it, where the number has a text. */
  readonly risk?: string;
}

/** Rule files by name; a single file is compared with the one of its name. */
export type RuleSet = ReadonlyMap<string, readonly RuleLeaf[]>;

/**
 * Reads a rule folder, or one rule file.
 * @param named what a file is called among rules, where that is not its own name; of a folder, the
 *   only file that is read
 * @throws ShieldError `config.invalid`
 */
export function readRuleSet(path: string, named?: string): RuleSet {
  const isFolder = kindOf(path) === 'folder';
  const all = isFolder ? ruleFilesOf(path) : [named ?? basename(path)];
  const files = named === undefined ? all : all.filter((file) => file === named);
  return new Map(
    files.map((file) => {
      const text = readFileSync(isFolder ? join(path, file) : path, 'utf8');
      const tree = readRuleTree(text);
      const [fault] = tree.faults;
      if (fault !== undefined) {
        const detail = `${file}:${fault.line}: ${fault.says}`;
        throw new ShieldError('config.invalid', { detail });
      }
      return [file, tree.leaves];
    }),
  );
}

/** What a path given by hand is. @throws ShieldError `config.invalid` when it cannot be read */
export function kindOf(path: string): 'folder' | 'file' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    throw new ShieldError('config.invalid', { cause, detail: `${path} cannot be read` });
  }
}

/** What changes from one set to another, in the order of files and values. */
export function diffRules(
  before: RuleSet,
  after: RuleSet,
  texts: RuleTexts,
): readonly RuleChange[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file) => {
    const old = byPath(before.get(file) ?? []);
    const fresh = byPath(after.get(file) ?? []);
    const paths = [...new Set([...old.keys(), ...fresh.keys()])];
    return paths.flatMap((path) => {
      const change = changeOf(old.get(path), fresh.get(path));
      return change === undefined ? [] : [told(file, path, change, texts)];
    });
  });
}

function byPath(leaves: readonly RuleLeaf[]): ReadonlyMap<string, RuleLeaf> {
  return new Map(leaves.map((leaf) => [leaf.path, leaf]));
}

interface Moved {
  readonly before: RuleLeaf | undefined;
  readonly after: RuleLeaf | undefined;
}

function changeOf(before: RuleLeaf | undefined, after: RuleLeaf | undefined): Moved | undefined {
  const isSame = JSON.stringify(before?.value) === JSON.stringify(after?.value);
  return isSame && before !== undefined && after !== undefined ? undefined : { before, after };
}

function told(file: string, path: string, moved: Moved, texts: RuleTexts): RuleChange {
  const { before, after } = moved;
  const leaf = after ?? before;
  const unit = leaf !== undefined && isThreshold(leaf) ? ` ${unitOf(leaf)}` : '';
  const risk = riskOf(file, path, moved, texts);
  const common = { file, path, ...(risk === undefined ? {} : { risk }) };
  if (before === undefined) {
    const says = `${path} is new: ${shown(after?.value)}${unit}`;
    return { ...common, change: 'added', after: after?.value, says };
  }
  if (after === undefined) {
    const says = `${path} is gone; it was ${shown(before.value)}${unit}`;
    return { ...common, change: 'removed', before: before.value, says };
  }
  const values = { before: before.value, after: after.value };
  return { ...common, change: 'moved', ...values, says: `${path} ${moveOf(values, unit)}` };
}

function moveOf({ before, after }: { before: unknown; after: unknown }, unit: string): string {
  if (typeof before === 'number' && typeof after === 'number') {
    return `${after > before ? 'rises' : 'falls'} from ${before} to ${after}${unit}`;
  }
  if (isWords(before) && isWords(after)) {
    const gone = before.filter((word) => !after.includes(word));
    const come = after.filter((word) => !before.includes(word));
    const parts = [
      ...(come.length === 0 ? [] : [`gains ${come.join(', ')}`]),
      ...(gone.length === 0 ? [] : [`loses ${gone.join(', ')}`]),
    ];
    return parts.length === 0 ? 'stands in another order' : parts.join(' and ');
  }
  return `goes from ${shown(before)} to ${shown(after)}${unit}`;
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The text of the direction in which a number moves; both where it has none. */
function riskOf(file: string, path: string, moved: Moved, texts: RuleTexts): string | undefined {
  const { before, after } = moved;
  const leaf = after ?? before;
  if (leaf === undefined || !isThreshold(leaf)) return undefined;
  const breaks = texts.breakOf(file, path);
  if (breaks === undefined) return undefined;
  const { value: from } = before ?? {};
  const { value: to } = after ?? {};
  if (typeof from === 'number' && typeof to === 'number') {
    return to > from ? breaks.more : breaks.less;
  }
  return `less: ${breaks.less}; more: ${breaks.more}`;
}

const SHOWN_CHARS = 160;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= SHOWN_CHARS ? text : `${text.slice(0, SHOWN_CHARS)}…`;
}
