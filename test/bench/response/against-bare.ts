import { setTimeout as delay } from 'node:timers/promises';
import type { DefenderRef, RiskSignal, SignalBrief } from '@hrd-shield/contracts';
import { protectDefenderWorkflowId, ShieldError } from '@hrd-shield/contracts';
import { tailCommands } from '../../faults/response/command-tail.ts';
import type { ResponseStage } from '../../harness/response-stage.ts';
import { riskSignal } from '../../harness/risk-signal.ts';
import { until } from '../../harness/until.ts';
import { percentile } from '../distance.ts';
import type { Say } from '../firehose.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { type CaseCost, costOfCase } from './cost-of-case.ts';
import type { ProcessorBook, ProcessorMs } from './processor-book.ts';
import { highestServed, type ServedRate, TRIED_CASES } from './served-rate.ts';

/** As many callers as `respond` has by default. */
const CALLERS = 8;
const WAIT_MS = 300_000;
const BARE_TRIES = 10;
/** Histories that are read whole. */
const COUNTED_HISTORIES = 20;

export interface ResponseFigures {
  /** New workflows a second, by bare calls and through the dispatcher, same worker and server. */
  readonly barePerSecond: Spread;
  readonly dispatcherPerSecond: Spread;
  readonly dispatcherToBare: Spread;
  /** Bare round trips, and from the append of a signal to that of its first command, ms. */
  readonly roundTripP50Ms: Spread;
  readonly roundTripP99Ms: Spread;
  readonly commandP50Ms: Spread;
  readonly commandP99Ms: Spread;
  readonly commandToRoundTripP50: Spread;
  readonly commandToRoundTripP99: Spread;
  /** Events of histories that one signal costs in a storm, and with a workflow of its own. */
  readonly stormEventsPerSignal: number;
  readonly singleEventsPerSignal: number;
  /** What one case through the dispatcher takes until nothing more follows from it. */
  readonly caseCost: CaseCost;
  /** Processor time of one such case by process, ms. */
  readonly processorMsPerCase: ProcessorMs;
  /** What is served without a growing queue. */
  readonly served: ServedRate;
}

export interface ResponsePlan {
  readonly rounds: number;
  /** New cases of one round, for the rate. */
  readonly cases: number;
  readonly perSecond: number;
  /** New cases of one round, for the latency. */
  readonly timedCases: number;
  /** Signals of a storm and the defenders that they are about. */
  readonly storm: { readonly signals: number; readonly defenders: number };
}

/** Rounds in turn: bare calls, then the dispatcher, each on defenders of its own. */
export async function measureResponse(
  stage: ResponseStage,
  plan: ResponsePlan,
  say: Say,
  book: ProcessorBook,
): Promise<ResponseFigures> {
  let taken = 0;
  const perRound = 2 * (plan.cases + plan.timedCases);
  const total = plan.rounds * perRound + plan.storm.defenders + TRIED_CASES + 1 + plan.cases;
  const refs = await stage.designate(Array.from({ length: total }, (_, i) => `bench-${i}`));
  const next = (count: number): readonly DefenderRef[] => {
    taken += count;
    return refs.slice(taken - count, taken);
  };
  const tail = await tailCommands(stage.at);
  const commanded = async (of: readonly DefenderRef[]): Promise<readonly number[]> =>
    until(
      'every case has its command',
      () => {
        const times = of.map((ref) => tail.firstFor(ref));
        return times.every((time) => time !== undefined) ? (times as number[]) : undefined;
      },
      WAIT_MS,
    );
  const timedCommands = async (of: readonly DefenderRef[], perSecond: number) => {
    const appendedAt = await timedOwn(stage, of, perSecond);
    const tookMs = (await commanded(of)).map((time, i) => time - (appendedAt[i] ?? 0));
    await settle(stage);
    return tookMs;
  };
  const rates = { bare: [] as number[], own: [] as number[], ratio: [] as number[] };
  const trips = { p50: [] as number[], p99: [] as number[] };
  const commands = { p50: [] as number[], p99: [] as number[] };
  try {
    const warm = next(1);
    await stage.append(signalsFor(warm));
    await commanded(warm);
    for (let round = 0; round < plan.rounds; round += 1) {
      const bare = await ratedBare(stage, next(plan.cases));
      await settle(stage);
      const own = await ratedOwn(stage, next(plan.cases));
      await settle(stage);
      rates.bare.push(bare);
      rates.own.push(own);
      rates.ratio.push(own / bare);
      const trip = await timedBare(stage, next(plan.timedCases), plan.perSecond);
      await settle(stage);
      const tookMs = await timedCommands(next(plan.timedCases), plan.perSecond);
      for (const [into, values] of [
        [trips, trip],
        [commands, tookMs],
      ] as const) {
        into.p50.push(percentile(values, 0.5));
        into.p99.push(percentile(values, 0.99));
      }
      say(
        `round ${round + 1}: bare ${bare.toFixed(1)}/s, dispatcher ${own.toFixed(1)}/s; ` +
          `round trip p50 ${trips.p50.at(-1)?.toFixed(0)} p99 ${trips.p99.at(-1)?.toFixed(0)} ms, ` +
          `command p50 ${commands.p50.at(-1)} p99 ${commands.p99.at(-1)} ms`,
      );
    }
    const counted = next(plan.cases);
    const processorMsPerCase = await book.perCase(counted.length, async () => {
      await stage.append(signalsFor(counted));
      await commanded(counted);
      await settle(stage);
    });
    const caseCost = await costOfCase(stage, counted.slice(0, COUNTED_HISTORIES));
    const served = await highestServed(next, timedCommands);
    const stormed = next(plan.storm.defenders);
    const storm = await eventsOfStorm(stage, stormed, plan.storm.signals);
    const single = await eventsOf(stage, refs.slice(1, 1 + plan.cases));
    return {
      barePerSecond: spreadOf(rates.bare),
      dispatcherPerSecond: spreadOf(rates.own),
      dispatcherToBare: spreadOf(rates.ratio),
      roundTripP50Ms: spreadOf(trips.p50),
      roundTripP99Ms: spreadOf(trips.p99),
      commandP50Ms: spreadOf(commands.p50),
      commandP99Ms: spreadOf(commands.p99),
      commandToRoundTripP50: spreadOf(ratiosOf(commands.p50, trips.p50)),
      commandToRoundTripP99: spreadOf(ratiosOf(commands.p99, trips.p99)),
      stormEventsPerSignal: storm / plan.storm.signals,
      singleEventsPerSignal: single / plan.cases,
      caseCost,
      processorMsPerCase,
      served,
    };
  } finally {
    await tail.stop();
  }
}

function ratiosOf(above: readonly number[], below: readonly number[]): readonly number[] {
  return above.map((value, i) => value / (below[i] ?? Number.NaN));
}

function signalsFor(refs: readonly DefenderRef[]): readonly RiskSignal[] {
  return refs.map((ref) => riskSignal(ref, { name: 'bench' }));
}

/** What `respond` would hand to the workflow, without `respond`. */
async function bareCall(stage: ResponseStage, ref: DefenderRef): Promise<void> {
  const {
    coordination: _,
    defender: __,
    explanation: ___,
    ...rest
  } = riskSignal(ref, {
    name: 'bench',
  });
  const brief: SignalBrief = { ...rest, actors: [] };
  const profile = stage.profileOf(ref);
  const delivery = { signals: [brief], profile };
  for (let tries = 1; ; tries += 1) {
    try {
      return await stage.protection.deliverSignals(delivery);
    } catch (fault) {
      // A server under load refuses now and then; the dispatcher asks again as well.
      const canWait = fault instanceof ShieldError && fault.retryable && tries < BARE_TRIES;
      if (!canWait) throw fault;
    }
  }
}

async function ratedBare(stage: ResponseStage, refs: readonly DefenderRef[]): Promise<number> {
  const waiting = [...refs];
  const begunAt = performance.now();
  const caller = async (): Promise<void> => {
    for (let ref = waiting.shift(); ref !== undefined; ref = waiting.shift()) {
      await bareCall(stage, ref);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (refs.length / (performance.now() - begunAt)) * 1_000;
}

async function ratedOwn(stage: ResponseStage, refs: readonly DefenderRef[]): Promise<number> {
  const begunAt = performance.now();
  await stage.append(signalsFor(refs));
  await stage.stage.progress.untilTaken('respond', WAIT_MS);
  return (refs.length / (performance.now() - begunAt)) * 1_000;
}

/** Begins on time whether answers come or not. */
async function paced<T>(
  refs: readonly DefenderRef[],
  perSecond: number,
  begin: (ref: DefenderRef) => Promise<T>,
): Promise<readonly T[]> {
  const begunAt = performance.now();
  const all: Promise<T>[] = [];
  for (const [index, ref] of refs.entries()) {
    const leftMs = begunAt + (index * 1_000) / perSecond - performance.now();
    if (leftMs > 0) await delay(leftMs);
    all.push(begin(ref));
  }
  return Promise.all(all);
}

function timedBare(stage: ResponseStage, refs: readonly DefenderRef[], perSecond: number) {
  return paced(refs, perSecond, async (ref) => {
    const begunAt = performance.now();
    await bareCall(stage, ref);
    return performance.now() - begunAt;
  });
}

function timedOwn(stage: ResponseStage, refs: readonly DefenderRef[], perSecond: number) {
  return paced(refs, perSecond, async (ref) => {
    const appendedAt = Date.now();
    await stage.append(signalsFor([ref]));
    return appendedAt;
  });
}

const QUIET_MS = 1_500;

/** Lets everything that follows from a round end before the next begins. */
async function settle({ stage }: ResponseStage): Promise<void> {
  let [seen, sinceAt] = [-1, performance.now()];
  while (performance.now() - sinceAt < QUIET_MS) {
    const now = await stage.progress.appended('outcomes');
    if (now !== seen) [seen, sinceAt] = [now, performance.now()];
    await delay(100);
  }
}

async function eventsOfStorm(
  stage: ResponseStage,
  refs: readonly DefenderRef[],
  signals: number,
): Promise<number> {
  await stage.append(
    Array.from({ length: signals }, (_, i) =>
      riskSignal(refs[i % refs.length] as DefenderRef, { name: `storm ${i}` }),
    ),
  );
  await stage.stage.progress.untilTaken('respond', WAIT_MS);
  await settle(stage);
  return eventsOf(stage, refs);
}

/** Events in the histories of these defenders. */
async function eventsOf(stage: ResponseStage, refs: readonly DefenderRef[]): Promise<number> {
  let events = 0;
  for (const ref of refs) {
    const handle = stage.temporal.client.workflow.getHandle(protectDefenderWorkflowId(ref));
    events += (await handle.describe()).historyLength;
  }
  return events;
}
