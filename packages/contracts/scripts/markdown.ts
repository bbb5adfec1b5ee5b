import { idOfPattern } from './id-rows.ts';
import type { JsonSchema } from './json-schema.ts';

const EPOCH_MS_MAX = 8_640_000_000_000;

/** Text that is safe inside a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** A Markdown table. Cells are written as they are: see `cell` for texts with bars or line ends. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** All fields of a message, nested ones with their path. */
export function fieldTable(schema: JsonSchema): string {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) {
    return alternatives.map((one) => `${headOf(one)}${fieldTable(one)}`).join('\n\n');
  }
  return table(['field', 'type', 'required', 'meaning', 'privacy'], rowsOf(schema, '', ''));
}

function headOf(schema: JsonSchema): string {
  const tags = Object.entries(schema.properties ?? {}).filter(
    ([, { const: is }]) => is !== undefined,
  );
  return tags.map(([name, { const: is }]) => `When \`${name}\` is \`${String(is)}\`:\n\n`).join('');
}

function rowsOf(schema: JsonSchema, path: string, inherited: string): readonly string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const privacy = field['x-privacy'] ?? inherited;
    const row = [
      `\`${at}\``,
      cell(typeOf(field)),
      schema.required?.includes(name) === true ? 'yes' : '',
      cell(field.description ?? ''),
      privacy,
    ];
    const inner = field.items?.properties === undefined ? field : field.items;
    return [row, ...rowsOf(inner, field.items === undefined ? at : `${at}[]`, privacy)];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(schema.items ?? {})}${bounds(schema.minItems, schema.maxItems)}`;
    case 'integer':
      if (schema.maximum === EPOCH_MS_MAX) return 'epoch ms';
      return `integer${bounds(schema.minimum, safe(schema.maximum))}`;
    case 'number':
      return `number${bounds(schema.minimum, schema.maximum)}`;
    case 'string':
      return textType(schema);
    case 'object':
      return 'object';
    default:
      return schema.type ?? 'any';
  }
}

function textType(schema: JsonSchema): string {
  if (schema.format === 'date-time') return 'RFC 3339 instant';
  const id = schema.pattern === undefined ? undefined : idOfPattern(schema.pattern);
  if (id !== undefined) return `[${id}](ids.md)`;
  if (schema.pattern !== undefined) return `text \`${schema.pattern}\``;
  return `text${bounds(schema.minLength, schema.maxLength)}`;
}

function safe(most: number | undefined): number | undefined {
  return most === Number.MAX_SAFE_INTEGER ? undefined : most;
}

function bounds(least: number | undefined, most: number | undefined): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `, at least ${least}`;
  if (least === undefined) return `, at most ${most}`;
  return least === most ? ` of ${most}` : `, ${least} to ${most}`;
}
