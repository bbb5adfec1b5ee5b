import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** One value of a rule file with its place. */
export interface RuleLeaf {
  /** Names joined by dots; an item of a list by its id, rung, ground or threat, else by number. */
  readonly path: string;
  readonly line: number;
  /** A scalar, a list of scalars, or a curve. */
  readonly value: unknown;
  readonly unit?: string;
  readonly source?: string;
  readonly owner?: string;
}

/** A rule file as a list of values. */
export interface RuleTree {
  readonly leaves: readonly RuleLeaf[];
  /** What is wrong with it as YAML. */
  readonly faults: readonly { readonly line: number; readonly says: string }[];
  /** Line of a value by the names and indices that lead to it; the nearest there is. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** What names an item of a list. */
const NAMES = ['id', 'rung', 'ground', 'threat', 'scope', 'language', 'at', 'file'] as const;

/** Reads a rule file without judging it: values and their lines. */
export function readRuleTree(text: string): RuleTree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  const leaves: RuleLeaf[] = [];
  const faults = document.errors.map(({ message, pos }) => ({
    line: lineAt(pos[0]),
    says: message.split('\n')[0] ?? message,
  }));
  collect(document.contents, [], leaves, (node) => lineAt(node));
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (hasRange(node)) return lineAt(node.range[0]);
    }
    return 1;
  };
  return { leaves, faults, lineOf };
}

type LineAt = (offset: number | undefined) => number;

function collect(node: unknown, path: readonly string[], into: RuleLeaf[], lineAt: LineAt): void {
  const line = lineAt(hasRange(node) ? node.range[0] : undefined);
  const at = path.join('.');
  if (isMap(node)) {
    if (node.has('value') && node.has('unit')) {
      into.push({ path: at, line, ...quantityOf(node) });
      return;
    }
    for (const pair of node.items) collect(pair.value, [...path, keyOf(pair)], into, lineAt);
    return;
  }
  if (!isSeq(node)) {
    if (isScalar(node)) into.push({ path: at, line, value: node.value });
    return;
  }
  if (node.items.every((item) => !isMap(item))) {
    into.push({ path: at, line, value: node.toJSON() });
    return;
  }
  node.items.forEach((item, i) => {
    collect(item, [...path, isMap(item) ? nameOf(item, i) : String(i)], into, lineAt);
  });
}

function quantityOf(node: YAMLMap): Omit<RuleLeaf, 'path' | 'line'> {
  const { value, unit, source, owner } = node.toJSON() as Record<string, unknown>;
  return {
    value,
    unit: String(unit),
    ...(typeof source === 'string' ? { source } : {}),
    ...(typeof owner === 'string' ? { owner } : {}),
  };
}

function nameOf(item: YAMLMap, i: number): string {
  for (const name of NAMES) {
    const value: unknown = item.get(name);
    if (typeof value === 'string') return value;
  }
  return String(i);
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

/** Whether a value is one that moves something: a quantity, or a bare number. */
export function isThreshold({ value, unit, path }: RuleLeaf): boolean {
  if (unit !== undefined) return true;
  return typeof value === 'number' && !/(^|\.)(revisions|version)(\.|$)/.test(path);
}

/** The unit of a bare number, by the last part of its name. */
export function unitOf({ path, unit }: Pick<RuleLeaf, 'path' | 'unit'>): string {
  if (unit !== undefined) return unit;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const known = UNITS.find(([ending]) => ending.test(path) || ending.test(name));
  return known?.[1] ?? 'count';
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/HoursPerWeek$/, 'h in 7 days'],
  [/PerHour$|PerCampaignHour$|PerRegionHour$/, 'applications per hour'],
  [/PerShift$/, 'per shift'],
  [/Ms$/, 'ms'],
  [/Seconds$/, 's'],
  [/Minutes(\.[\w-]+)?$/, 'min'],
  [/Hours(\.[\w-]+)?$/, 'h'],
  [/(Days)$/, 'days'],
  [/Ratio$/, 'ratio'],
  [/hours\.(from|to)$/, 'hour of the day, UTC'],
  [/^target\.value$/, 'as the benchmark says'],
  [/^priority\./, 'factor'],
];
