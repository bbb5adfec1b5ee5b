import { z } from 'zod';
import {
  CSRF_HEADER,
  DESK_PURPOSES,
  IDEMPOTENCY_HEADER,
  PURPOSE_HEADER,
  RECEIPT_HEADER,
} from './access.ts';
import { PROBLEM_TYPE, Problem } from './problem.ts';
import type { DeskRoute } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const KEY_PATTERN = '^[\\w-]{16,64}$';
const TEXT = { type: 'string' } as const;

/** A schema as OpenAPI 3.1 holds it: JSON Schema 2020-12. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { privacy } = jsonSchema;
      if (privacy === undefined) return;
      delete jsonSchema.privacy;
      jsonSchema['x-privacy'] = privacy;
    },
  });
  const { $schema: _dialect, ...rest } = json as Record<string, unknown>;
  return rest;
}

/** The OpenAPI 3.1 document of a table of routes. */
export function openApiDocument(table: Readonly<Record<string, DeskRoute>>): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [act, route] of Object.entries(table)) {
    const at = paths[route.path] ?? {};
    paths[route.path] = at;
    at[route.method.toLowerCase()] = operationOf(act, route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'HRD Shield desk',
      version: '1',
      summary: 'Everything that people need: authorised, purposed and audited',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { bearer: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-shield-session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
      responses: {
        Problem: {
          description: 'A refusal or fault, by code (RFC 9457)',
          content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function operationOf(act: string, route: DeskRoute): Json {
  return {
    operationId: act,
    summary: route.summary,
    tags: [route.resource],
    parameters: [
      ...variablesOf('path', route.params),
      ...variablesOf('query', route.query),
      ...headersOf(route),
    ],
    ...bodyOf(route),
    responses: {
      [route.status]: answerOf(route),
      ...(route.versioned === true && route.method === 'GET'
        ? { 304: { description: 'It is as you know it' } }
        : {}),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function variablesOf(place: 'path' | 'query', schema: z.ZodObject | undefined): readonly Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, field]) => {
    const isRequired = place === 'path' || !field.safeParse(undefined).success;
    return {
      name,
      in: place,
      required: isRequired,
      schema: schemaOf(field as z.ZodType, 'output'),
    };
  });
}

function headersOf(route: DeskRoute): readonly Json[] {
  const header = (name: string, required: boolean, schema: Json, description: string): Json => ({
    ...{ name, in: 'header', required, schema, description },
  });
  const isWrite = route.method !== 'GET';
  return [
    header(PURPOSE_HEADER, false, { enum: [...DESK_PURPOSES] }, 'why; some acts need one'),
    ...(route.once === true
      ? [header(IDEMPOTENCY_HEADER, true, { ...TEXT, pattern: KEY_PATTERN }, 'names this write')]
      : []),
    ...(route.receipt === true
      ? [header(RECEIPT_HEADER, true, TEXT, 'receipt code of the report')]
      : []),
    ...(route.versioned === true && isWrite
      ? [header('if-match', true, { ...TEXT, pattern: '^"v\\d{1,15}"$' }, 'ETag of what you saw')]
      : []),
    ...(isWrite ? [header(CSRF_HEADER, false, TEXT, 'where a cookie signs in')] : []),
  ];
}

function bodyOf(route: DeskRoute): Json {
  if (route.isUpload === true) {
    const file = { 'application/octet-stream': { schema: {} } };
    return { requestBody: { required: true, content: file } };
  }
  if (route.body === undefined) return {};
  const content = { 'application/json': { schema: schemaOf(route.body, 'input') } };
  return { requestBody: { required: true, content } };
}

function answerOf(route: DeskRoute): Json {
  const description = 'Done';
  if (route.isDownload === true) return { description, content: { '*/*': { schema: {} } } };
  if (route.reply === undefined) return { description };
  const tag = { etag: { schema: TEXT, description: 'version of what is shown' } };
  return {
    description,
    ...(route.versioned === true ? { headers: tag } : {}),
    content: { 'application/json': { schema: schemaOf(route.reply, 'output') } },
  };
}
