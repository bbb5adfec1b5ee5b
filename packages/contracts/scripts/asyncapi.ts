import {
  CloudEventAttributes,
  ERROR_CODES,
  TOPICS,
  type TopicId,
  type TopicSpec,
} from '../src/index.ts';
import { type JsonSchema, toJsonSchema } from './json-schema.ts';
import { MESSAGES, shortName } from './messages.ts';

const TOPIC_IDS = Object.keys(TOPICS) as readonly TopicId[];
const DRAFT_07 = 'application/schema+json;version=draft-07';

/**
 * The AsyncAPI 3.0 document of the shield: every topic as a channel with its Kafka binding, every
 * message with its CloudEvents headers, and who sends what. It refers to nothing outside itself.
 */
export function asyncApiDocument(): Record<string, unknown> {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'HRD Shield',
      version: '1.0.0',
      description:
        'Risk signals and protective measures for human rights defenders. CloudEvents 1.0 over Kafka, binary mode; structured mode is accepted.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(TOPIC_IDS.map((id) => [id, channel(id)])),
    operations: Object.fromEntries(TOPIC_IDS.map((id) => [operationName(id), operation(id)])),
    components: {
      messages: Object.fromEntries(
        MESSAGES.map((message) => [shortName(message.type), messageOf(message)]),
      ),
      messageTraits: { cloudEvent: { headers: { schemaFormat: DRAFT_07, schema: headers() } } },
    },
    'x-error-codes': Object.keys(ERROR_CODES),
  };
}

function channel(id: TopicId): Record<string, unknown> {
  const topic: TopicSpec = TOPICS[id];
  const carried = MESSAGES.filter((message) => message.topic === id).map(({ type }) =>
    shortName(type),
  );
  return {
    address: topic.name,
    description: `${topic.carries}; written by ${topic.owner}, key: ${topic.key}`,
    messages: Object.fromEntries(
      carried.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions: topic.partitions,
        topicConfiguration: {
          'cleanup.policy': [topic.cleanup],
          'retention.ms': topic.retentionMs,
          'max.message.bytes': topic.maxBytes,
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

function operationName(id: TopicId): string {
  const { owner } = TOPICS[id];
  const who =
    owner === 'platform'
      ? 'receive'
      : `${owner.replace(/\W+(\w)/g, (_, c: string) => c.toUpperCase())}Sends`;
  return `${who}${id.charAt(0).toUpperCase()}${id.slice(1)}`;
}

function operation(id: TopicId): Record<string, unknown> {
  const { owner, carries } = TOPICS[id];
  return {
    action: owner === 'platform' ? 'receive' : 'send',
    channel: { $ref: `#/channels/${id}` },
    summary: carries,
    'x-owner': owner,
  };
}

function messageOf({ type, topic, schema }: (typeof MESSAGES)[number]): Record<string, unknown> {
  const { $schema: _, ...payload } = toJsonSchema(schema, 'draft-07');
  return {
    name: type,
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { schemaFormat: DRAFT_07, schema: payload },
    bindings: {
      kafka: { key: { type: 'string', description: TOPICS[topic].key }, bindingVersion: '0.5.0' },
    },
  };
}

function headers(): JsonSchema {
  const {
    $schema: _,
    properties = {},
    required = [],
    ...rest
  } = toJsonSchema(CloudEventAttributes, 'draft-07');
  const prefixed = Object.entries(properties).map(([name, schema]) => [`ce_${name}`, schema]);
  return {
    ...rest,
    properties: {
      'content-type': { type: 'string', enum: ['application/json'] },
      ...Object.fromEntries(prefixed),
    },
    required: required.map((name) => `ce_${name}`),
  };
}
