import { FIREHOSE_TOPICS, topicName } from '@hrd-shield/contracts';
import { createLogReader } from '@hrd-shield/kafka';
import { startStack } from '@hrd-shield/local-stack';
import { processorMsOf } from '../../bench/ingest/processor-time.ts';
import { type Pipeline, startPipeline } from '../../harness/pipeline.ts';
import { until } from '../../harness/until.ts';
import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { untilTaken } from './load.ts';
import { mention } from './mention.ts';

const DEFENDERS = 12;
const EVENTS = { short: 12_000, long: 24_000 };
const TURNS = { short: 3, long: 5 };
const SLICE = 500;
/** One record of so many is a pill. */
const PILL_EACH = 100;
/** @source reliability notes, section 4, F7: the loss at 1 % pills */
const LOSS_MAX = 0.05;
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
  const costs = { clean: [] as number[], poisoned: [] as number[] };
  const sendOf = (name: string, hasPills: boolean) => ({
    records: count,
    lands: hasPills ? count - Math.floor(count / PILL_EACH) : count,
    fill: () => fill(pipeline, { defenders, count, name, hasPills }),
  });
  // A process that has just begun is slow at everything.
  await costOf(pipeline, landed, sendOf('warm', false));
  for (let turn = 0; turn < (long ? TURNS.long : TURNS.short); turn += 1) {
    for (const kind of random.shuffled(['clean', 'poisoned'] as const)) {
      const name = `${kind}-${turn}`;
      const costMs = await costOf(pipeline, landed, sendOf(name, kind === 'poisoned'));
      costs[kind].push(costMs);
      say(`  ${name}: ${costMs.toFixed(1)} ms of a processor for 1,000 records`);
    }
  }
  await landed.stop();
  const [cleanCostMs, poisonedCostMs] = [median(costs.clean), median(costs.poisoned)];
  const ratio = cleanCostMs / poisonedCostMs;
  const letters = (await pipeline.log('deadLetters')).length;
  const pills = Math.floor(count / PILL_EACH) * costs.poisoned.length;
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
    figures: { cleanCostMs, poisonedCostMs, poisonedToClean: ratio },
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
    // Apart in both kinds of turns, so that both make the same batches.
    const isApart = (n: number): boolean => n % PILL_EACH === 0;
    const keyOf = (n: number): string => defenders[n % defenders.length] ?? '';
    const events = (some: readonly number[]) =>
      some.map((n) => mention({ id: `${name}-${n}`, at: begunAt, key: keyOf(n) }));
    const apart = numbers.filter(isApart);
    const value = Buffer.from('{"affected":');
    const pills = apart.map((n) => ({ topic, key: keyOf(n), value, headers: {} }));
    await untilTaken(() => emitter.emitKnown(events(numbers.filter((n) => !isApart(n)))));
    await untilTaken(() => (hasPills ? sink.send(pills) : emitter.emitKnown(events(apart))));
  }
}

/** Events about defenders that screening has appended. */
interface Landed {
  count(): number;
  stop(): Promise<void>;
}

async function tailLanded({ at }: Pipeline): Promise<Landed> {
  let landed = 0;
  const reader = createLogReader({
    connection: { brokers: at.brokers, clientId: `${at.name}-landed` },
    topic: topicName('targetingEvents', at.topicPrefix),
  });
  await reader.start((records) => {
    for (const { value } of records) if (value?.includes(EVENT) === true) landed += 1;
  });
  return { count: () => landed, stop: () => reader.stop() };
}

/**
 * Fills the log while screening works on it, and asks what that took of a processor: the clock on the
 * wall would tell of whatever else the machine does. @returns processor time of a thousand records, ms
 */
async function costOf(
  pipeline: Pipeline,
  landed: Landed,
  sending: {
    readonly records: number;
    /** Those that are no pills. */
    readonly lands: number;
    readonly fill: () => Promise<void>;
  },
): Promise<number> {
  const from = landed.count();
  const pid = pipeline.service('ingest').pid ?? 0;
  const before = processorMsOf(pid);
  await sending.fill();
  await until('everything has landed', () => landed.count() - from >= sending.lands);
  return ((processorMsOf(pid) - before) / sending.records) * 1_000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
