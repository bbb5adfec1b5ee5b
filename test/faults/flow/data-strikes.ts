import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing, SECOND_MS } from './flow-strike.ts';
import { greatPills, type Pill, raiseLimit } from './great-pills.ts';
import { untilTaken } from './load.ts';
import { MENTION, mention } from './mention.ts';
import { spoilLog } from './spoil-log.ts';

const HOUR_MS = 3_600_000;
/** Beyond the lateness that `ingest` allows: 24 h. */
const TOO_LATE_MS = 40 * HOUR_MS;
const IN_TIME_MS = 6 * HOUR_MS;
const YEAR_2100 = Date.UTC(2100, 0, 1);
const STORM = { short: 1_500, long: 10_000 };
const STORM_ACTORS = 300;
const REPEATED = { often: 1, usual: 0.05 };

/** Stands in values that nobody may print. */
export const POISON_CANARY = 'canary-of-a-poisoned-value';

const PILLS: readonly Pill[] = [
  { code: 'event.not-json', value: '{"affected":' },
  { code: 'event.not-json', value: null },
  { code: 'event.not-json', value: new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]) },
  { code: 'event.not-json', value: `{"at":NaN,"text":"${POISON_CANARY}"}` },
  { code: 'event.bad-schema', value: `{"text":"${POISON_CANARY}"}` },
  { code: 'event.bad-schema', value: `{"__proto__":{"affected":"${POISON_CANARY}"}}` },
  { code: 'event.bad-schema', value: `${'['.repeat(10_000)}${']'.repeat(10_000)}` },
  { code: 'event.too-large', value: JSON.stringify({ text: 'x'.repeat(900_000) }) },
  { code: 'event.no-key', value: '{}', isKeyless: true },
];

async function takePills(crew: FlowCrew, at: number): Promise<void> {
  const { load, pipeline } = crew;
  const topic = `${pipeline.at.topicPrefix}${FIREHOSE_TOPICS.content}`;
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: 'pill',
    ce_source: '/platform/test',
    ce_type: MENTION,
    ce_time: new Date(at).toISOString(),
  };
  const great = greatPills(await raiseLimit(crew));
  for (const [n, { code, headers: own, isKeyless, value }] of [...PILLS, ...great].entries()) {
    const key = isKeyless ? null : (load.defenders[n % load.defenders.length] ?? '');
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    const record = { topic, key, value: bytes, headers: { ...headers, ...own } };
    await untilTaken(() => pipeline.sink.send([record]));
    load.poison.codes.add(code);
    load.poison.count += 1;
  }
}

/** What the generator makes wrong: bytes, copies, order, clocks, floods. */
export const DATA_STRIKES: readonly FlowStrike[] = [
  {
    name: 'F7 poison',
    says: 'records that nobody can read lie between the events of defenders',
    downMs: AT_ONCE,
    strike: (crew) => takePills(crew, crew.load.reachedAt()),
    heal: nothing,
    check: async ({ pipeline }) => {
      if (pipeline.output().includes(POISON_CANARY)) {
        throw new RangeError('a log line repeats what was refused');
      }
    },
  },
  {
    name: 'F7 bytes-spoilt',
    says: 'bytes of the firehose rot on the disk of the broker, and are mended',
    downMs: { short: 3 * SECOND_MS, long: 20 * SECOND_MS },
    strike: async (crew) => {
      crew.spoilt = await spoilLog(crew);
    },
    heal: async (crew) => {
      await crew.spoilt?.mend();
    },
  },
  {
    name: 'F8 doubled',
    says: 'every event of the platform comes twice',
    downMs: { short: SECOND_MS, long: SECOND_MS },
    strike: ({ load }) => load.repeat(REPEATED.often),
    heal: ({ load }) => load.repeat(REPEATED.usual),
  },
  {
    name: 'F9 late',
    says: 'events come hours late, and some later than is allowed',
    downMs: AT_ONCE,
    strike: async ({ load, pipeline }) => {
      const at = load.reachedAt();
      const events = load.defenders.map((key, n) =>
        mention({ id: `late-${at}-${n}`, at: at - IN_TIME_MS, key }),
      );
      await load.add(events, pipeline);
      const tooLate = load.defenders.map((key, n) =>
        mention({ id: `too-late-${at}-${n}`, at: at - TOO_LATE_MS, key }),
      );
      for (const key of load.defenders) load.late.set(key, (load.late.get(key) ?? 0) + 1);
      load.poison.codes.add('event.too-old');
      await untilTaken(() => pipeline.emitter.emitKnown(tooLate));
    },
    heal: nothing,
  },
  {
    name: 'F10 clocks-of-producers',
    says: 'one producer is an hour ahead, one an hour behind, one in the year 2100',
    downMs: AT_ONCE,
    strike: async ({ load, pipeline }) => {
      const at = load.reachedAt();
      const skewed = load.defenders.flatMap((key, n) => [
        mention({ id: `behind-${at}-${n}`, at: at - HOUR_MS, key }),
        mention({ id: `ahead-${at}-${n}`, at: at + HOUR_MS, key }),
      ]);
      await load.add(skewed, pipeline);
      load.poison.codes.add('event.in-future');
      const future = load.defenders.map((key, n) =>
        mention({ id: `future-${at}-${n}`, at: YEAR_2100, key }),
      );
      load.poison.count += future.length;
      await untilTaken(() => pipeline.emitter.emitKnown(future));
    },
    heal: nothing,
  },
  {
    name: 'F20 storm-on-one',
    says: 'thousands of mentions of one defender within a moment',
    downMs: AT_ONCE,
    strike: async ({ load, pipeline }, { long, random }) => {
      const at = load.reachedAt();
      const key = load.defenders[random.between(0, load.defenders.length - 1)] ?? '';
      const count = long ? STORM.long : STORM.short;
      const storm = Array.from({ length: count }, (_, n) =>
        mention({
          id: `storm-${at}-${n}`,
          at,
          key,
          actor: `account-of-the-storm-${n % STORM_ACTORS}`,
          text: `you will see ${n}`,
        }),
      );
      await load.add(storm, pipeline);
    },
    heal: nothing,
  },
];
