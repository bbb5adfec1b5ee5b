import type { JsonSchema } from './json-schema.ts';

/** A change that makes a message of a writer on the old schema invalid, or a field vanish. */
export interface BreakingChange {
  /** Where, as a path of fields; empty for the message itself. */
  readonly path: string;
  readonly change: string;
}

/**
 * Compares two versions of a schema. Safe: new optional fields, wider bounds, more words in a list.
 * @returns breaking changes in the order of the fields; empty when old messages stay valid
 */
export function breakingChanges(
  before: JsonSchema,
  after: JsonSchema,
  path = '',
): readonly BreakingChange[] {
  return [
    ...typeChanges(before, after, path),
    ...wordChanges(before, after, path),
    ...boundChanges(before, after, path),
    ...fieldChanges(before, after, path),
    ...partChanges(before, after, path),
  ];
}

function typeChanges(before: JsonSchema, after: JsonSchema, path: string): BreakingChange[] {
  const changes: BreakingChange[] = [];
  const widened = before.type === 'integer' && after.type === 'number';
  if (before.type !== after.type && !widened && after.type !== undefined) {
    changes.push({ path, change: `type ${before.type ?? 'any'} became ${after.type}` });
  }
  if (after.pattern !== undefined && before.pattern !== after.pattern) {
    changes.push({ path, change: `pattern became ${after.pattern}` });
  }
  if (after.format !== undefined && before.format !== after.format) {
    changes.push({ path, change: `format became ${after.format}` });
  }
  if (before['x-privacy'] !== after['x-privacy'] && before['x-privacy'] !== undefined) {
    changes.push({ path, change: `privacy class became ${after['x-privacy'] ?? 'none'}` });
  }
  return changes;
}

function wordChanges(before: JsonSchema, after: JsonSchema, path: string): BreakingChange[] {
  const allowed = wordsOf(after);
  if (allowed === undefined) return [];
  const words = wordsOf(before);
  if (words === undefined) return [{ path, change: 'any value became a closed list' }];
  return words
    .filter((word) => !allowed.includes(word))
    .map((word) => ({ path, change: `'${String(word)}' is no longer allowed` }));
}

function wordsOf(schema: JsonSchema): readonly unknown[] | undefined {
  if (schema.enum !== undefined) return schema.enum;
  return schema.const === undefined ? undefined : [schema.const];
}

const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

function boundChanges(before: JsonSchema, after: JsonSchema, path: string): BreakingChange[] {
  const raised = LEAST.filter((key) => (after[key] ?? -Infinity) > (before[key] ?? -Infinity));
  const lowered = MOST.filter((key) => (after[key] ?? Infinity) < (before[key] ?? Infinity));
  return [...raised, ...lowered].map((key) => ({ path, change: `${key} became ${after[key]}` }));
}

function fieldChanges(before: JsonSchema, after: JsonSchema, path: string): BreakingChange[] {
  const changes: BreakingChange[] = [];
  const fields = after.properties ?? {};
  for (const [name, was] of Object.entries(before.properties ?? {})) {
    const at = join(path, name);
    const is = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (is === undefined) changes.push({ path: at, change: 'removed' });
    else changes.push(...breakingChanges(was, is, at));
  }
  for (const name of after.required ?? []) {
    if (before.required?.includes(name) !== true) {
      changes.push({ path: join(path, name), change: 'became required' });
    }
  }
  if (after.additionalProperties === false && before.additionalProperties !== false) {
    changes.push({ path, change: 'other fields are no longer allowed' });
  }
  return changes;
}

function partChanges(before: JsonSchema, after: JsonSchema, path: string): BreakingChange[] {
  const changes: BreakingChange[] = [];
  if (before.items !== undefined && after.items !== undefined) {
    changes.push(...breakingChanges(before.items, after.items, `${path}[]`));
  }
  if (
    typeof before.additionalProperties === 'object' &&
    typeof after.additionalProperties === 'object'
  ) {
    changes.push(
      ...breakingChanges(before.additionalProperties, after.additionalProperties, `${path}{}`),
    );
  }
  const alternatives = after.oneOf ?? after.anyOf ?? [];
  (before.oneOf ?? before.anyOf ?? []).forEach((was, index) => {
    const tag = tagOf(was);
    const same = tag === '' ? alternatives[index] : alternatives.find((is) => tagOf(is) === tag);
    const at = `${path}<${tag || index}>`;
    if (same === undefined) changes.push({ path: at, change: 'removed' });
    else changes.push(...breakingChanges(was, same, at));
  });
  return changes;
}

/** What tells the alternatives of a union apart: the constants of their fields. */
function tagOf(schema: JsonSchema): string {
  return Object.values(schema.properties ?? {})
    .flatMap((field) => (field.const === undefined ? [] : [String(field.const)]))
    .join(',');
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
