import {
  decodeRecord,
  deriveId,
  encodeBinary,
  INTERNAL_TYPES,
  type ProtectionCommand,
  ShieldError,
} from '@hrd-shield/contracts';
import type { OutRecord, RecordSource, SourceHandlers, SourceRecord } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { createPlatformAdapter } from './platform-adapter.ts';
import { createReferencePlatform } from './reference-platform.ts';

const NOW = 1_000_000;

function command(act: 'apply' | 'probe' | 'lift', attempt: number, extra = {}): ProtectionCommand {
  return {
    id: deriveId('p', act, attempt),
    act,
    measure: 'limit-replies',
    instance: deriveId('m', 'one'),
    defender: deriveId('d', 'one'),
    case: deriveId('k', 'one'),
    account: 'b1.pf1.aaaa.aaaaaaaaaaaaaaaa.aaaa',
    issuedAt: NOW,
    expiresAt: NOW + 60_000,
    ...extra,
  } as ProtectionCommand;
}

function recordOf(data: unknown): SourceRecord {
  const event = {
    specversion: '1.0' as const,
    id: '1',
    source: '/shield',
    type: INTERNAL_TYPES.command,
    time: '2026-01-05T12:00:00Z',
    data,
  };
  const { headers, key, value } = encodeBinary(event, 'd');
  return {
    key: Buffer.from(key),
    value: Buffer.from(value ?? []),
    offset: '0',
    timestamp: '0',
    headers,
  };
}

async function answersTo(commands: readonly unknown[], open = (boxed: string) => boxed) {
  let handlers: SourceHandlers | undefined;
  const source: RecordSource = {
    start: async (given) => {
      handlers = given;
    },
    stop: async () => undefined,
    isHealthy: () => true,
    lag: () => 0,
  };
  const acks: OutRecord[] = [];
  const platform = createReferencePlatform({ now: () => NOW });
  const sink = { send: async (sent: readonly OutRecord[]) => void acks.push(...sent) };
  const deps = { source, sink, open, actions: platform, now: () => NOW };
  const adapter = createPlatformAdapter(deps, { ackSource: '/platform' });
  await adapter.start();
  await handlers?.onBatch({
    topic: 't',
    partition: 0,
    records: commands.map(recordOf),
    nextOffset: '9',
    lag: 0,
    isStale: () => false,
    heartbeat: async () => undefined,
  });
  const statuses = acks.map((ack) => {
    const read = decodeRecord({ key: null, value: ack.value, headers: ack.headers });
    return read.ok ? (read.event.data as { status: string }).status : 'unreadable';
  });
  return { statuses, platform, counts: adapter.counts() };
}

describe('createPlatformAdapter', () => {
  it('answers apply, probe and lift in order, and a probe after the lift says ineffective', async () => {
    const asked = [
      command('apply', 0),
      command('probe', 0),
      command('lift', 0),
      command('probe', 1),
    ];
    const { platform, statuses } = await answersTo(asked);
    expect(statuses).toEqual(['applied', 'effective', 'lifted', 'ineffective']);
    expect(platform.active().size).toBe(0);
  });

  it('carries out a repeated command once and answers it again as before', async () => {
    const asked = [command('apply', 0), command('lift', 0), command('apply', 0)];
    const { counts, platform, statuses } = await answersTo(asked);
    expect(statuses).toEqual(['applied', 'lifted', 'applied']);
    expect(platform.active().size).toBe(0);
    expect(counts).toEqual({ commands: 2, repeated: 1, unreadable: 0, acks: 3 });
  });

  it('refuses what has expired and what does not open', async () => {
    const expired = await answersTo([command('apply', 0, { expiresAt: NOW })]);
    expect(expired.statuses).toEqual(['refused']);
    const sealed = await answersTo([command('apply', 0)], () => {
      throw new ShieldError('seal.broken');
    });
    expect(sealed.statuses).toEqual(['refused']);
    expect(sealed.platform.applied()).toEqual([]);
  });

  it('counts what is no command and goes on', async () => {
    const { counts, statuses } = await answersTo([{ hello: 1 }, command('apply', 0)]);
    expect(statuses).toEqual(['applied']);
    expect(counts.unreadable).toBe(1);
  });
});
