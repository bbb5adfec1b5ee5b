import fc from 'fast-check';

/** The parts of JSON Schema that the document of the desk uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const TEXT_MAX = 40;
const ITEMS_MAX = 3;

/** Values that fit a schema. */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (alternatives !== undefined) return fc.oneof(...alternatives.map(arbitraryOf));
  switch (schema.type) {
    case 'integer':
      return fc.integer(boundsOf(schema));
    case 'number':
      return fc.double({ ...boundsOf(schema), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? ITEMS_MAX, (schema.minItems ?? 0) + ITEMS_MAX),
      });
    case 'object':
      return objectOf(schema);
    case 'string':
      return textOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function boundsOf({ maximum, minimum }: Schema): { min: number; max: number } {
  const min = Math.max(minimum ?? -1_000, -2_000_000_000);
  return { min, max: Math.max(min, Math.min(maximum ?? 1_000, 2_000_000_000)) };
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema)]),
  );
  const requiredKeys = Object.keys(model).filter((name) => required.includes(name));
  return fc.record(model, { requiredKeys });
}

function textOf({ maxLength, minLength, pattern }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const max = Math.min(maxLength ?? TEXT_MAX, TEXT_MAX);
  return fc.string({ minLength: minLength ?? 0, maxLength: Math.max(max, minLength ?? 0) });
}

/** Values that somebody sends who wants to break something. */
export const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    '',
    '\u0000',
    '\ud800',
    '../../etc/passwd',
    "' or 1=1; --",
    ['$', '{jndi:ldap://x}'].join(''),
    '{{7*7}}',
    '<script>alert(1)</script>',
    'canary-hostile-value',
    '\u202e\u0301\u200b',
    'a'.repeat(5_000),
    [],
    [[[[[[[[[[]]]]]]]]]],
    {},
    { toString: 'x', valueOf: 'y', length: 3 },
    { $ne: null, $gt: '' },
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A fitting value with one place spoilt, or something else altogether. */
export function spoilt(fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(fitting, fc.nat(), HOSTILE).map(([v, n, h]) => spoil(v, n, h)),
    },
    { weight: 1, arbitrary: HOSTILE },
    { weight: 2, arbitrary: fitting },
  );
}

function spoil(value: unknown, n: number, hostile: unknown): unknown {
  if (typeof value !== 'object' || value === null) return hostile;
  if (Array.isArray(value)) {
    return value.length === 0 ? [hostile] : value.with(n % value.length, hostile);
  }
  const entries = Object.entries(value);
  const [name, inner] = entries[n % Math.max(1, entries.length)] ?? ['x', undefined];
  const isDeep = typeof inner === 'object' && inner !== null && n % 2 === 0;
  return { ...value, [name]: isDeep ? spoil(inner, n >> 1, hostile) : hostile };
}
