import { type Boxed, ProtectionAck, ShieldError } from '@hrd-shield/contracts';
import { type OutRecord, readData, type SourceHandlers } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { createManners, type Manners } from '../manners.ts';
import { createPlatformAdapter } from '../platform-adapter.ts';
import { createReferencePlatform } from '../reference-platform.ts';
import { EXCHANGES } from './exchanges.ts';
import { type ArrivedAck, type ConformanceReport, runConformance } from './run-conformance.ts';

const BOX = 'b1.k1.e.AAAAAAAAAAAAAAAA.own' as Boxed;
const FOREIGN = 'b1.k1.e.AAAAAAAAAAAAAAAA.foreign' as Boxed;

function toSource({ headers, key, value }: Omit<OutRecord, 'topic'>) {
  return {
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    offset: '0',
    timestamp: '0',
    headers,
  };
}

/** The kit against the reference adapter, on a clock that only waiting moves. */
async function reportOn(manners: Manners): Promise<ConformanceReport> {
  let now = 1_700_000_000_000;
  const wait = async (ms: number): Promise<void> => {
    now += ms;
  };
  const acks: ArrivedAck[] = [];
  let handlers: SourceHandlers | undefined;
  const behaviour = createManners(manners, { wait });
  const sink = behaviour.sink({
    send: async (records) => {
      for (const record of records) {
        const read = readData(toSource(record), ProtectionAck, { step: 'test', what: 'ack' });
        acks.push({ key: String(record.key), ack: read.kind === 'ok' ? read.value : undefined });
      }
    },
  });
  const adapter = createPlatformAdapter(
    {
      source: {
        start: async (given) => {
          handlers = given;
        },
        stop: async () => undefined,
        isHealthy: () => true,
        lag: () => 0,
      },
      sink,
      open: (boxed) => {
        if (boxed !== BOX) throw new ShieldError('seal.broken');
        return 'test-account';
      },
      actions: behaviour.actions(createReferencePlatform({ now: () => now })),
      now: () => now,
    },
    { ackSource: '/platform' },
  );
  await adapter.start();
  const send = async (records: readonly Omit<OutRecord, 'topic'>[]): Promise<void> =>
    handlers?.onBatch({
      topic: 't',
      partition: 0,
      records: records.map(toSource),
      nextOffset: '9',
      lag: 0,
      isStale: () => false,
      heartbeat: async () => undefined,
    });
  return runConformance(
    {
      wire: { send, arrived: () => acks },
      box: () => BOX,
      boxForeign: () => FOREIGN,
      now: () => now,
      wait,
    },
    { account: 'test-account', measure: 'limit-replies', run: 'test', answerMsMax: 200 },
  );
}

const codesOf = (report: ConformanceReport): readonly string[] => [
  ...new Set(report.faults.map(({ code }) => code)),
];

describe('the conformance kit', () => {
  it('finds nothing wrong with the reference adapter, also when it answers twice', async () => {
    expect(await reportOn({})).toMatchObject({ ok: true, faults: [] });
    expect((await reportOn({ duplicates: 2 })).ok).toBe(true);
  });

  it('plays every exchange', async () => {
    const report = await reportOn({});
    expect(report.exchanges.map(({ id }) => id)).toEqual(EXCHANGES.map(({ id }) => id));
  });

  it.each([
    ['says nothing', { silent: true }, ['ack.missing']],
    ['says applied and does nothing', { lies: ['apply'] }, ['probe.not-true', 'renewal.lost']],
    [
      'says lifted and does nothing',
      { lies: ['lift'] },
      ['probe.not-true', 'repeat.carried-out', 'order.broken'],
    ],
    ['refuses to lift', { refuses: ['lift'] }, ['lift.not-done']],
    ['always says effective', { lies: ['probe'] }, ['probe.not-true', 'expired.applied']],
    ['answers in reverse', { reversed: true }, ['order.broken']],
  ] as const)('names what is wrong with a platform that %s', async (_, manners, codes) => {
    const report = await reportOn(manners as Manners);
    expect(report.ok).toBe(false);
    expect(codesOf(report)).toEqual(expect.arrayContaining([...codes]));
    expect(report.faults[0]?.explanation).toMatch(/\w\./);
  });
});
