import { expect, test } from 'vitest';
import { type BackendProbes, decideBackend, givenAddresses } from './backend-choice.ts';

const addresses = {
  KAFKA_BROKERS: 'k:9092',
  TEMPORAL_ADDRESS: 't:7233',
  CLICKHOUSE_URL: 'http://c:8123',
  DATABASE_URL: 'postgres://p/shield',
};

function machine(hasJava: boolean, hasEngine: boolean): BackendProbes {
  return {
    hasJava: () => Promise.resolve(hasJava),
    containerEngineAnswers: () => Promise.resolve(hasEngine),
  };
}

async function backendOf(env: Record<string, string>, probes: BackendProbes): Promise<string> {
  return (await decideBackend(env, probes)).backend;
}

test('given addresses go before everything', async () => {
  expect(await backendOf(addresses, machine(true, true))).toBe('given');
});

test('containers are used when the run asks for them', async () => {
  const asked = { SHIELD_BACKEND: 'containers' };
  expect(await backendOf(asked, machine(true, true))).toBe('containers');
});

test('containers are used where there is no Java but an engine answers', async () => {
  expect(await backendOf({}, machine(false, true))).toBe('containers');
});

test('the local stack is the default, also where an engine answers', async () => {
  expect(await backendOf({}, machine(true, true))).toBe('local');
  expect(await backendOf({}, machine(false, false))).toBe('local');
});

test('a run that insists on what it cannot have fails and does not fall back', async () => {
  const none = machine(true, false);
  const wants = (backend: string, more = {}): Promise<unknown> =>
    decideBackend({ SHIELD_BACKEND: backend, ...more }, none);
  await expect(wants('containers')).rejects.toThrow('no container engine answers');
  await expect(wants('given')).rejects.toThrow('needs the addresses KAFKA_BROKERS');
  await expect(wants('local', addresses)).rejects.toThrow('contradicts the addresses');
  await expect(wants('cloud')).rejects.toThrow('not one of given, containers, local');
});

test('some addresses without the others are refused by name', () => {
  const { TEMPORAL_ADDRESS: _, ...rest } = addresses;
  expect(() => givenAddresses(rest)).toThrow('set TEMPORAL_ADDRESS too');
});

test('an empty variable counts as not given', () => {
  const empty = { KAFKA_BROKERS: '', TEMPORAL_ADDRESS: '', CLICKHOUSE_URL: '', DATABASE_URL: '' };
  expect(givenAddresses(empty)).toBeUndefined();
});
