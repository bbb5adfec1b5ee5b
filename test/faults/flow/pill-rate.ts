import { FIREHOSE_TOPICS, topicName } from '@hrd-shield/contracts';
import { createLogReader } from '@hrd-shield/kafka';
import { startStack } from '@hrd-shield/local-stack';
import { type Pipeline, startPipeline } from '../../harness/pipeline.ts';
import { until } from '../../harness/until.ts';
import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { untilTaken } from './load.ts';
import { mention } from './mention.ts';

const DEFENDERS = 12;
const EVENTS = { short: 12_000, long: 40_000 };
const TURNS = { short: 3, long: 5 };
const SLICE = 500;
/** One record of so many is a pill. */
const PILL_EACH = 100;
/** @source reliability notes, section 4, F7: the loss at 1 % pills */
const LOSS_MAX = 0.05;
/** Until the process has warmed up nothing is timed: part of the events. */
const WARM_PART = 0.2;
/** What screening lands beside watermarks. */
const EVENT = '"kind":"event"';

/** Every record concerns a defender, so that each pill is opened, sealed and put aside. */
export const pillRateSuite: FaultSuite = {
  name: 'pills',
  says: 'how fast screening is with one unreadable record in a hundred, against none',
  run: async (run) => {
    const stack = await startStack({ env: process.env, ephemeral: true, log: run.say });
    const defenders = Array.from({ length: DEFENDERS }, (_, n) => `poisoned-${run.seed}-${n}`);
    const pipeline = await startPipeline({
      purpose: 'pills',
      defenders,
      services: ['ingest'],
      addresses: stack.addresses,
    });
    try {
      return await playTurns(pipeline, defenders, run);
    } finally {
      await pipeline.stop();
      await stack.stop();
    }
  },
};

/** Without and with pills by turns, so that what else the machine does falls on both. */
async function playTurns(
  pipeline: Pipeline,
  defenders: readonly string[],
  run: SuiteRun,
): Promise<SuiteResult> {
  const { long, random, say, seed } = run;
  const count = long ? EVENTS.long : EVENTS.short;
  const landed = await tailLanded(pipeline);
  const rates = { clean: [] as number[], poisoned: [] as number[] };
  for (let turn = 0; turn < (long ? TURNS.long : TURNS.short); turn += 1) {
    for (const kind of random.shuffled(['clean', 'poisoned'] as const)) {
      const name = `${kind}-${turn}`;
      const hasPills = kind === 'poisoned';
      const perSecond = await rateOf(pipeline, landed, {
        count: hasPills ? count - Math.floor(count / PILL_EACH) : count,
        fill: () => fill(pipeline, { defenders, count, name, hasPills }),
      });
      rates[kind].push(perSecond);
      say(`  ${name}: ${Math.round(perSecond)} records/s`);
    }
  }
  await landed.stop();
  const [cleanPerSecond, poisonedPerSecond] = [median(rates.clean), median(rates.poisoned)];
  const ratio = poisonedPerSecond / cleanPerSecond;
  const letters = (await pipeline.log('deadLetters')).length;
  const pills = Math.floor(count / PILL_EACH) * rates.poisoned.length;
  const entry: FaultEntry = {
    fault: 'F7 pills-at-speed',
    step: `one of ${PILL_EACH}`,
    seed,
    ok: ratio >= 1 - LOSS_MAX,
    recoveryMs: null,
    detail: `${ratio.toFixed(3)} of the speed without, at least ${1 - LOSS_MAX}`,
  };
  return {
    faults: [entry],
    invariants: [
      {
        invariant: 'pills-put-aside',
        says: 'every pill has its letter, and nothing else has one',
        ok: letters === pills,
        checked: pills,
        violations: letters === pills ? [] : [`${letters} letters of ${pills} pills`],
      },
    ],
    figures: { cleanPerSecond, poisonedPerSecond, poisonedToClean: ratio },
  };
}

interface Filling {
  readonly defenders: readonly string[];
  readonly count: number;
  readonly name: string;
  readonly hasPills: boolean;
}

async function fill(
  { at, emitter, sink }: Pipeline,
  { count, defenders, hasPills, name }: Filling,
): Promise<void> {
  const topic = at.topicPrefix + FIREHOSE_TOPICS.content;
  const begunAt = Date.now();
  for (let from = 0; from < count; from += SLICE) {
    const numbers = Array.from({ length: SLICE }, (_, n) => from + n);
    const isPill = (n: number): boolean => hasPills && n % PILL_EACH === 0;
    const keyOf = (n: number): string => defenders[n % defenders.length] ?? '';
    const events = numbers
      .filter((n) => !isPill(n))
      .map((n) => mention({ id: `${name}-${n}`, at: begunAt, key: keyOf(n) }));
    const value = Buffer.from('{"affected":');
    const pills = numbers.filter(isPill).map((n) => ({ topic, key: keyOf(n), value, headers: {} }));
    await untilTaken(() => emitter.emitKnown(events));
    if (pills.length > 0) await untilTaken(() => sink.send(pills));
  }
}

/** When each event about a defender was appended by screening, epoch ms, in no order. */
interface Landed {
  readonly times: number[];
  stop(): Promise<void>;
}

async function tailLanded({ at }: Pipeline): Promise<Landed> {
  const times: number[] = [];
  const reader = createLogReader({
    connection: { brokers: at.brokers, clientId: `${at.name}-landed` },
    topic: topicName('targetingEvents', at.topicPrefix),
  });
  await reader.start((records) => {
    for (const { timestamp, value } of records) {
      if (value?.includes(EVENT) === true) times.push(Number(timestamp));
    }
  });
  return { times, stop: () => reader.stop() };
}

/** Fills the log while screening is down, and times by the broker's clock what it then lands. */
async function rateOf(
  pipeline: Pipeline,
  { times }: Landed,
  { count, fill: filling }: { readonly count: number; readonly fill: () => Promise<void> },
): Promise<number> {
  const from = times.length;
  await pipeline.service('ingest').stop();
  await filling();
  await pipeline.start('ingest');
  await until('everything has landed', () => times.length - from >= count);
  const landed = times.slice(from).sort((a, b) => a - b);
  const warm = Math.floor(count * WARM_PART);
  const tookMs = (landed.at(-1) ?? 0) - (landed[warm] ?? 0);
  return ((count - warm) / tookMs) * 1_000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
