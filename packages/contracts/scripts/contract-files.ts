import { BenchmarkDefinition, CloudEventAttributes } from '../src/index.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { schemaFile } from './json-schema.ts';
import { MESSAGES, SEALED_PARTS, shortName } from './messages.ts';
import { errorsPage, eventsPage, idsPage, topicsPage } from './reference.ts';

/** Where the JSON Schemas of all messages lie, relative to the root. */
export const SCHEMA_FOLDER = 'packages/contracts/schemas';

/**
 * Every file that is generated from the contracts.
 * @returns text by path relative to the repository
 */
export function contractFiles(): ReadonlyMap<string, string> {
  const schemas = [
    ['cloud-event', CloudEventAttributes] as const,
    ['benchmark-definition', BenchmarkDefinition] as const,
    ...MESSAGES.map(({ type, schema }) => [shortName(type), schema] as const),
    ...SEALED_PARTS.map(({ name, schema }) => [name, schema] as const),
  ];
  return new Map([
    ...schemas.map(([name, schema]): [string, string] => [
      `${SCHEMA_FOLDER}/${name}.json`,
      json(schemaFile(name, schema)),
    ]),
    ['docs/reference/asyncapi.json', json(asyncApiDocument())],
    ['docs/reference/events.md', eventsPage()],
    ['docs/reference/topics.md', topicsPage()],
    ['docs/reference/errors.md', errorsPage()],
    ['docs/reference/ids.md', idsPage()],
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
