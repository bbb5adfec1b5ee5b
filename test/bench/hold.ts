import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../packages/cli/src/demo/free-port.ts';
import { ROOT } from '../../packages/cli/src/demo/installation.ts';
import { startService } from '../../packages/cli/src/demo/service-process.ts';
import { criticalDistance, distanceOf, percentile } from './distance.ts';
import {
  type Bench,
  benchCity,
  designateBenchCity,
  publishDesignations,
  type Say,
} from './firehose.ts';

/** Latency of one kind of question, ms from when it was due to be asked. */
interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface HoldFigures {
  readonly perSecond: number;
  readonly emptyRoute: Latency;
  /** Anybody: goes ahead. */
  readonly anyone: Latency;
  /** A defender: waits. */
  readonly held: Latency;
  /** A defender on a ground that is never held: goes ahead. */
  readonly override: Latency;
  /** 99th percentile over that of the empty route. */
  readonly p99Ratio: number;
  /** Largest gap between the distribution and that of anyone; `null` is two halves of anyone. */
  readonly distance: { readonly held: number; readonly override: number; readonly null: number };
  /** The gap that equal distributions pass once in a hundred runs. */
  readonly criticalDistance: number;
  /** Lengths of all answers, bytes. */
  readonly answerBytes: readonly number[];
}

const TOKEN = 'a-token-of-the-platform-for-the-bench';
const PATH = '/v1/adverse-actions';
const SOCKETS_MAX = 64;
const WARM_UP_SECONDS = 4;
const TURNS = 2;
/** Keeps the ids of actions apart, so that none is asked again. */
const ACTIONS_A_TURN = 1_000_000;
const READY_TRIES = 100;
const READY_POLL_MS = 100;
const DEFENDERS = 20;

const KINDS = ['anyone', 'held', 'override'] as const;
type Kind = (typeof KINDS)[number];
type Timed = { readonly kind: Kind; readonly tookMs: number; readonly bytes: number };

/** `hold` at a rate, and an empty route at the same rate, each in a process of its own. */
export async function holdAtRate(
  on: Bench,
  options: { readonly perSecond: number; readonly seconds: number },
): Promise<HoldFigures> {
  const city = benchCity(1_000, [], DEFENDERS);
  await designateBenchCity(city, on);
  await publishDesignations(on);
  const accounts = city.defenders.map(({ account }) => account);
  const { empty, own } = await withEmptyRoute((emptyPort) =>
    withHold(on, (ownPort) => inTurns({ emptyPort, ownPort, accounts }, options)),
  );
  const of = (kind: Kind): readonly number[] =>
    own.filter((one) => one.kind === kind).map(({ tookMs }) => tookMs);
  const [anyone, held, override] = [of('anyone'), of('held'), of('override')];
  const emptyRoute = latencyOf(empty.map(({ tookMs }) => tookMs));
  const all = latencyOf(own.map(({ tookMs }) => tookMs));
  const halves = [0, 1].map((half) => anyone.filter((_, i) => i % 2 === half));
  return {
    perSecond: options.perSecond,
    emptyRoute,
    anyone: latencyOf(anyone),
    held: latencyOf(held),
    override: latencyOf(override),
    p99Ratio: all.p99Ms / emptyRoute.p99Ms,
    distance: {
      held: distanceOf(held, anyone),
      override: distanceOf(override, anyone),
      null: distanceOf(halves[0] ?? [], halves[1] ?? []),
    },
    criticalDistance: criticalDistance(held.length, anyone.length),
    answerBytes: [...new Set(own.map(({ bytes }) => bytes))],
  };
}

/** Both are warm before the first turn counts. */
async function inTurns(
  at: {
    readonly emptyPort: number;
    readonly ownPort: number;
    readonly accounts: readonly string[];
  },
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<{ readonly empty: readonly Timed[]; readonly own: readonly Timed[] }> {
  const empty: Timed[] = [];
  const own: Timed[] = [];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const lengthSeconds = turn === 0 ? WARM_UP_SECONDS : seconds / TURNS;
    const plan = { perSecond, seconds: lengthSeconds, from: turn * ACTIONS_A_TURN };
    const ofEmpty = await askAtRate(at.emptyPort, at.accounts, plan);
    const ofOwn = await askAtRate(at.ownPort, at.accounts, plan);
    if (turn === 0) continue;
    empty.push(...ofEmpty);
    own.push(...ofOwn);
  }
  return { empty, own };
}

async function withHold<T>({ at }: Bench, use: (port: number) => Promise<T>): Promise<T> {
  const port = await freePort();
  const env = { ...at.env, SHIELD_HOLD_TOKEN: TOKEN, SHIELD_HOLD_PORT: String(port) };
  const service = await startService({ name: 'hold', root: ROOT, env, logDir: at.logDir });
  try {
    return await use(port);
  } finally {
    await service.stop();
  }
}

async function withEmptyRoute<T>(use: (port: number) => Promise<T>): Promise<T> {
  const port = await freePort();
  const main = join(ROOT, 'test', 'bench', 'empty-route.main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: ROOT,
    env: { ...process.env, BENCH_PORT: String(port) },
    stdio: 'ignore',
  });
  try {
    await untilAnswers(port, child);
    return await use(port);
  } finally {
    child.kill('SIGTERM');
  }
}

async function untilAnswers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < READY_TRIES && child.exitCode === null; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer !== undefined) return;
    await delay(READY_POLL_MS);
  }
  throw new RangeError('the empty route does not answer');
}

/** Asks on time whether answers come or not, and counts from when a question was due. */
async function askAtRate(
  port: number,
  accounts: readonly string[],
  plan: { readonly perSecond: number; readonly seconds: number; readonly from: number },
): Promise<readonly Timed[]> {
  const { perSecond, seconds, from } = plan;
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  const count = perSecond * seconds;
  const begunAt = performance.now();
  const asked: Promise<Timed>[] = [];
  while (asked.length < count) {
    const due = Math.floor(((performance.now() - begunAt) / 1_000) * perSecond);
    while (asked.length < Math.min(due, count)) {
      const index = asked.length;
      const dueAt = begunAt + (index * 1_000) / perSecond;
      const account = accounts[index % accounts.length];
      asked.push(askOne({ agent, port, index: from + index, account }, dueAt));
    }
    await delay(1);
  }
  const timed = await Promise.all(asked);
  agent.destroy();
  return timed;
}

interface Ask {
  readonly agent: Agent;
  readonly port: number;
  readonly index: number;
  readonly account: string | undefined;
}

function askOne({ agent, port, index, account }: Ask, dueAt: number): Promise<Timed> {
  const kind = KINDS[index % KINDS.length] ?? 'anyone';
  const body = JSON.stringify({
    account: kind === 'anyone' ? `nobody-${index % DEFENDERS}` : account,
    actionId: `action-${String(index).padStart(8, '0')}`,
    action: 'remove',
    origin: 'reports',
    ground: kind === 'override' ? 'imminent-threat-to-life' : 'platform-rules',
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-shield-token': TOKEN,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, path: PATH, method: 'POST', headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      answer.on('end', () => resolve({ kind, bytes, tookMs: performance.now() - dueAt }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function latencyOf(values: readonly number[]): Latency {
  return { count: values.length, p50Ms: percentile(values, 0.5), p99Ms: percentile(values, 0.99) };
}

export function sayHold(hold: HoldFigures, say: Say): void {
  for (const kind of ['emptyRoute', 'anyone', 'held', 'override'] as const) {
    const { p50Ms, p99Ms } = hold[kind];
    say(`hold, ${kind}: p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`);
  }
  const { held, override, null: none } = hold.distance;
  say(`distance of times to anyone: held ${held.toFixed(3)}, override ${override.toFixed(3)}`);
  say(`two halves of anyone ${none.toFixed(3)}, critical ${hold.criticalDistance.toFixed(3)}`);
}
