/**
 * The fields that a log line may carry, and the shape of each. Anything else is dropped: a shape
 * that holds no free text holds no account id.
 */
export const LOG_FIELDS = {
  // pseudonyms
  defender: 'pseudonym',
  campaign: 'pseudonym',
  signal: 'pseudonym',
  case: 'pseudonym',
  measure: 'pseudonym',
  command: 'pseudonym',
  task: 'pseudonym',
  responder: 'pseudonym',
  // words of closed lists
  code: 'word',
  step: 'word',
  reason: 'word',
  tier: 'word',
  threat: 'word',
  state: 'word',
  act: 'word',
  status: 'word',
  check: 'word',
  component: 'word',
  setting: 'word',
  backend: 'word',
  // names of things of the installation
  topic: 'name',
  group: 'name',
  table: 'name',
  workflow: 'name',
  queue: 'name',
  migration: 'name',
  host: 'name',
  policyHash: 'name',
  version: 'name',
  // numbers
  partition: 'number',
  partitions: 'number',
  port: 'number',
  count: 'number',
  records: 'number',
  landed: 'number',
  dropped: 'number',
  deadLettered: 'number',
  lag: 'number',
  bytes: 'number',
  attempt: 'number',
  revision: 'number',
  durationMs: 'number',
  waitMs: 'number',
  watermark: 'number',
} as const satisfies Record<string, FieldShape>;

type FieldShape = 'pseudonym' | 'word' | 'name' | 'number';

type LogValue<Shape extends FieldShape> = Shape extends 'number' ? number : string;

export type LogFields = {
  readonly [Name in keyof typeof LOG_FIELDS]?: LogValue<(typeof LOG_FIELDS)[Name]> | undefined;
};

const PATTERNS = {
  pseudonym: /^[a-z]_[A-Za-z0-9_-]{22}$/,
  word: /^[a-z][a-z0-9.-]{0,47}$/,
  name: /^[A-Za-z0-9][\w.-]{0,99}$/,
} as const;

const MISSHAPEN = '[dropped]';

/** Keeps what is listed and well-formed. */
export function allowedFields(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || !Object.hasOwn(LOG_FIELDS, name)) continue;
    const shape: FieldShape = LOG_FIELDS[name as keyof typeof LOG_FIELDS];
    if (shape === 'number') {
      if (typeof value === 'number') kept[name] = value;
      continue;
    }
    kept[name] = PATTERNS[shape].test(String(value)) ? String(value) : MISSHAPEN;
  }
  return kept;
}
