import { expect, test } from 'vitest';
import { stackAddresses, timeSkippingServerPath, uniqueName } from './stack.ts';

test('an integration test finds a ClickHouse that answers at the address it is given', async () => {
  const answer = await fetch(new URL('/ping', stackAddresses().clickhouseUrl));
  expect(await answer.text()).toBe('Ok.\n');
});

test('an integration test is given an address for each of the four servers', () => {
  const addresses = stackAddresses();
  expect(addresses.kafkaBrokers).toMatch(/:\d+$/);
  expect(addresses.temporalAddress).toMatch(/:\d+$/);
  expect(addresses.clickhouseUrl).toMatch(/^https?:/);
  expect(addresses.databaseUrl).toMatch(/^postgres(?:ql)?:/);
  expect(timeSkippingServerPath()).toMatch(/temporal-test-server$/);
});

test('a unique name needs quotes in no server and comes once', () => {
  const first = uniqueName('signals');
  expect(first).toMatch(/^signals_[0-9a-f]{10}$/);
  expect(uniqueName('signals')).not.toBe(first);
});
