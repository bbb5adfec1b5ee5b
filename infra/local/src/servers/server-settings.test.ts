import { expect, test } from 'vitest';
import { kafkaProperties } from './kafka.ts';
import { coordinatorKinds, findCoordinatorRequest } from './kafka-probe.ts';
import { temporalArgs } from './temporal.ts';

test('the broker listens on loopback only and does not wait for late members', () => {
  const lines = kafkaProperties({ folder: '/s', port: 9092, controllerPort: 9093 }).split('\n');
  expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
  expect(lines).toContain('group.initial.rebalance.delay.ms=0');
  expect(lines).toContain('offsets.topic.replication.factor=1');
  expect(lines).toContain('auto.create.topics.enable=false');
});

test('the question for a coordinator is the one of the Kafka protocol', () => {
  const request = findCoordinatorRequest('g', coordinatorKinds.transaction);
  expect(request.toString('hex')).toBe('0000000e000a000200000001ffff00016701');
});

test('Temporal keeps its history in a file, with the fast journal', () => {
  const options = { folder: '/s', port: 7233, searchAttributes: { ShieldKind: 'Keyword' } };
  expect(temporalArgs(options).join(' ')).toBe(
    'server start-dev --ip 127.0.0.1 --port 7233 --db-filename /s/temporal.db --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL --dynamic-config-value matching.enableFairness=true --headless --log-level error --search-attribute ShieldKind=Keyword',
  );
  expect(temporalArgs({ ...options, uiPort: 8233 })).toContain('--ui-port');
});
