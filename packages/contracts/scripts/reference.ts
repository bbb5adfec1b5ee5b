import {
  CloudEventAttributes,
  DROP_REASONS,
  ERROR_CODES,
  TOPICS,
  type TopicId,
  type TopicSpec,
} from '../src/index.ts';
import { ID_ROWS } from './id-rows.ts';
import { type JsonSchema, toJsonSchema } from './json-schema.ts';
import { cell, fieldTable, table } from './markdown.ts';
import { MESSAGES, SEALED_PARTS, shortName } from './messages.ts';

const HOUR_MS = 3_600_000;
const KIB = 1_024;

/** The reference of all messages: envelope, messages by topic, what is inside sealed fields. */
export function eventsPage(): string {
  const topics = (Object.keys(TOPICS) as TopicId[]).filter((id) =>
    MESSAGES.some(({ topic }) => topic === id),
  );
  return [
    '# Events\n',
    'Generated from `packages/contracts`. A field that is not required may be missing: missing is a state, never zero. Privacy: `identity` names an account, `content` is what somebody wrote or did, `pseudonym` joins only inside the shield, `plain` says nothing about anybody.\n',
    '## Envelope\n',
    'CloudEvents 1.0 over Kafka. Binary mode: each attribute is a header with the prefix `ce_`, the value is the data as JSON. Structured mode (`content-type: application/cloudevents+json`) is accepted.\n',
    fieldTable(toJsonSchema(CloudEventAttributes)),
    ...topics.flatMap(topicSection),
    '\n## Inside sealed fields\n',
    'These never lie on a topic in clear.\n',
    ...SEALED_PARTS.flatMap(({ name, within, schema }) => [
      `### ${name}\n`,
      `In \`${within}\`. [Schema](../../packages/contracts/schemas/${name}.json)\n`,
      fieldTable(listed(toJsonSchema(schema))),
      '',
    ]),
  ].join('\n');
}

function topicSection(id: TopicId): readonly string[] {
  return [
    `\n## ${TOPICS[id].name}\n`,
    `Key: ${TOPICS[id].key}. Written by: ${TOPICS[id].owner}.\n`,
    ...MESSAGES.filter(({ topic }) => topic === id).flatMap(({ type, schema }) => [
      `### ${shortName(type)}\n`,
      `Type \`${type}\`. [Schema](../../packages/contracts/schemas/${shortName(type)}.json)\n`,
      fieldTable(toJsonSchema(schema)),
      '',
    ]),
  ];
}

/** A list is shown by what it lists. */
function listed(schema: JsonSchema): JsonSchema {
  return schema.items ?? schema;
}

/** The page of topics, as Markdown. */
export function topicsPage(): string {
  const rows = Object.values(TOPICS).map((topic: TopicSpec) => [
    `\`${topic.name}\``,
    cell(topic.key),
    String(topic.partitions),
    topic.cleanup,
    topic.retentionMs < 0 ? 'for ever' : `${topic.retentionMs / HOUR_MS} h`,
    `${topic.maxBytes / KIB} KiB`,
    cell(topic.owner),
    cell(topic.carries),
  ]);
  return [
    '# Topics\n',
    'Generated from `packages/contracts/src/topics.ts`; brokers are set up from the same table.\n',
    table(
      ['topic', 'key', 'partitions', 'cleanup', 'kept', 'largest record', 'writer', 'carries'],
      rows,
    ),
    '',
  ].join('\n');
}

/** The page of error codes and drop reasons, as Markdown; each code has an anchor for links. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, { meaning, retryable, action }]) => [
    `<a id="${code.replaceAll('.', '-')}"></a>\`${code}\``,
    cell(meaning),
    retryable ? 'yes' : 'no',
    cell(action),
  ]);
  return [
    '# Error codes\n',
    'Generated from `packages/contracts/src/error-codes.ts`. A code is never reused for another meaning.\n',
    table(['code', 'what happened', 'trying again can help', 'what to do'], rows),
    '\n## Drop reasons\n',
    'Why a record ends without effect and without fault.\n',
    ...DROP_REASONS.map((reason) => `- \`${reason}\``),
    '',
  ].join('\n');
}

/** The page of ids: pattern, and what each is made from. */
export function idsPage(): string {
  const rows = ID_ROWS.map(({ name, pattern, made }) => [name, `\`${cell(pattern)}\``, cell(made)]);
  return [
    '# Ids\n',
    'Generated from `packages/contracts/src/ids.ts`. A derived id is the prefix and 128 bits of SHA-256 over the parts with their lengths, base64url: the same parts give the same id, so redelivery changes nothing.\n',
    table(['id', 'pattern', 'made from'], rows),
    '',
  ].join('\n');
}
