import { z } from 'zod';

/** The parts of JSON Schema that the contracts use. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly 'x-privacy'?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

const SCHEMA_BASE = 'https://schemas.hrdshield.org/';

/**
 * The JSON Schema of what a writer may send. The privacy class of a field is `x-privacy`.
 * @param target dialect: the published schemas are 2020-12, AsyncAPI documents hold draft-07
 */
export function toJsonSchema(
  schema: z.ZodType,
  target: 'draft-2020-12' | 'draft-07' = 'draft-2020-12',
): JsonSchema {
  const json = z.toJSONSchema(schema, {
    target,
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { privacy } = jsonSchema;
      if (privacy === undefined) return;
      delete jsonSchema.privacy;
      jsonSchema['x-privacy'] = privacy;
    },
  });
  return json as JsonSchema;
}

/** A published schema file: dialect, address and title first. */
export function schemaFile(name: string, schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = toJsonSchema(schema);
  return { ...($schema && { $schema }), $id: `${SCHEMA_BASE}${name}.json`, title: name, ...rest };
}
