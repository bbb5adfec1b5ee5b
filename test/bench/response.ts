import { randomBytes } from 'node:crypto';
import { chooseBackend } from '@hrd-shield/local-stack';
import { openResponseStage } from '../harness/response-stage.ts';
import { startService } from '../harness/service-process.ts';
import type { Say } from './firehose.ts';
import {
  measureResponse,
  type ResponseFigures,
  type ResponsePlan,
} from './response/against-bare.ts';
import { openProcessorBook } from './response/processor-book.ts';

/** Goals, as ratios of one run. @source response notes, section 5 of the issue on response */
const GOALS = { dispatcherToBare: 0.8, commandToRoundTripP50: 1.5, commandToRoundTripP99: 2 };

const PLAN = {
  cases: 120,
  perSecond: 20,
  timedCases: 100,
  storm: { signals: 2_000, defenders: 20 },
} as const satisfies Omit<ResponsePlan, 'rounds'>;

/** `respond` against bare calls of the same worker and server. */
export async function benchResponse(
  options: { readonly rounds: number },
  say: Say,
): Promise<{ readonly response: ResponseFigures & { readonly goals: typeof GOALS } }> {
  const backend = await chooseBackend(process.env, { log: say });
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const stage = await openResponseStage({ name, addresses: backend.addresses });
  const env = { ...stage.at.env, SHIELD_LOG_LEVEL: 'info', SHIELD_HTTP_PORT: '0' };
  const parts = await Promise.all(
    ['worker', 'consumer'].map((part) =>
      startService('respond', { ...env, SHIELD_RESPOND_PART: part }),
    ),
  );
  try {
    const [worker, consumer] = parts;
    const book = await openProcessorBook(backend.addresses, {
      worker: worker?.pid,
      consumer: consumer?.pid,
    });
    const plan = { ...PLAN, rounds: options.rounds };
    const figures = await measureResponse(stage, plan, say, book);
    const { commandToRoundTripP50: p50, commandToRoundTripP99: p99, dispatcherToBare } = figures;
    say(`dispatcher to bare ${dispatcherToBare.median.toFixed(2)} (goal >= 0.8)`);
    say(
      `command to round trip p50 ${p50.median.toFixed(2)} (goal <= 1.5), ` +
        `p99 ${p99.median.toFixed(2)} (goal <= 2)`,
    );
    say(
      `history events a signal: ${figures.stormEventsPerSignal.toFixed(2)} in a storm, ` +
        `${figures.singleEventsPerSignal.toFixed(1)} with a workflow of its own`,
    );
    sayCosts(figures, say);
    return { response: { ...figures, goals: GOALS } };
  } finally {
    await Promise.all(parts.map((part) => part.stop()));
    await stage.stop();
    await backend.stop();
  }
}

function sayCosts({ caseCost, processorMsPerCase, served }: ResponseFigures, say: Say): void {
  const shares = Object.entries(processorMsPerCase);
  const sum = shares.reduce((total, [, ms]) => total + ms, 0);
  const { activities, events, historyBytes, workflowTasks } = caseCost;
  say(
    `a case: ${events.toFixed(1)} events, ${workflowTasks.toFixed(1)} workflow tasks, ` +
      `${activities.toFixed(1)} activities, ${(historyBytes / 1_024).toFixed(0)} KB`,
  );
  say(
    `processor time of a case: ${sum.toFixed(0)} ms (` +
      `${shares.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', ')})`,
  );
  say(
    `served without a growing queue: ${served.perSecond} new cases/s, ` +
      `command p50 ${served.commandP50Ms.toFixed(0)} p99 ${served.commandP99Ms.toFixed(0)} ms`,
  );
}
