import { setTimeout as delay } from 'node:timers/promises';
import {
  type DefenderRef,
  protectDefenderWorkflowId,
  type RiskSignal,
} from '@hrd-shield/contracts';
import type { ResponseStage } from '../../harness/response-stage.ts';
import { riskSignal } from '../../harness/risk-signal.ts';
import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { askAboutCrew } from './ask-about-crew.ts';
import { type Crew, gatherCrew } from './crew.ts';
import { untilTaken } from './storm.ts';
import { eventMs } from './way-to-command.ts';

const SIGNALS = 100_000;
const APPEND_AT_ONCE = 1_000;
const STORM_MS = 60_000;
/** One message a second takes 256 of them. */
const SETTLE_MS_MAX = 900_000;
/** @source performance notes, P9 */
const WORKFLOWS_MAX = 1;
const TAKEN_PER_S_MAX = 1;
const HISTORY_EVENTS_MAX = 10_000;

/** What signals made of the workflow server. */
interface Footprint {
  readonly workflows: number;
  /** Messages with signals that the workflow took. */
  readonly taken: number;
  readonly takenPerS: number;
  /** Events of the longest history. */
  readonly historyEvents: number;
}

/** Nobody may drown the one who is to be helped, nor the server that helps them. */
export const signalsOnOneSuite: FaultSuite = {
  name: 'signals-on-one',
  says: `${SIGNALS} signals on one defender within a minute: one workflow, one message a second, a bounded history`,
  run: async (run) => {
    const crew = await gatherCrew(`signals_on_one_${run.seed}`, run);
    try {
      return await playStorm(crew, run);
    } finally {
      await crew.stop();
    }
  },
};

async function playStorm(crew: Crew, run: SuiteRun): Promise<SuiteResult> {
  const { stage } = crew;
  const [target] = (await stage.designate(['stormed'])) as [DefenderRef];
  const raised: RiskSignal[] = [];
  const begunAt = performance.now();
  for (let from = 0; from < SIGNALS; from += APPEND_AT_ONCE) {
    const part = Array.from({ length: APPEND_AT_ONCE }, (_, i) =>
      riskSignal(target, { name: `storm ${from + i}`, eventCount: 40 + from / APPEND_AT_ONCE }),
    );
    raised.push(...part);
    await stage.append(part);
    const dueMs = ((from + APPEND_AT_ONCE) / SIGNALS) * STORM_MS;
    await delay(Math.max(0, dueMs - (performance.now() - begunAt)));
  }
  const appendMs = Math.round(performance.now() - begunAt);
  const stormMs = await untilTaken(crew, SETTLE_MS_MAX);
  run.say(`  appended within ${appendMs} ms, taken ${Math.round(stormMs)} ms later`);
  const footprint = await footprintOf(stage, target);
  run.say(`  ${JSON.stringify(footprint)}`);
  const entry = (step: string, found: number, most: number): FaultEntry => ({
    fault: 'F20 signals-on-one',
    step,
    seed: run.seed,
    ok: found > 0 && found <= most,
    recoveryMs: Math.round(stormMs),
    detail: `${found}, at most ${most}`,
  });
  return {
    faults: [
      entry('workflows', footprint.workflows, WORKFLOWS_MAX),
      entry('messages a second', footprint.takenPerS, TAKEN_PER_S_MAX),
      entry('events of a history', footprint.historyEvents, HISTORY_EVENTS_MAX),
    ],
    invariants: await askAboutCrew(crew, {
      defenders: [{ ref: target, account: 'stormed' }],
      signals: raised.map(({ defender, id }) => ({ id, defender })),
    }),
    figures: { appendMs, stormMs, ...footprint },
  };
}

async function footprintOf(
  { temporal: { client } }: Pick<ResponseStage, 'temporal'>,
  target: DefenderRef,
): Promise<Footprint> {
  const workflowId = protectDefenderWorkflowId(target);
  const ids = new Set<string>();
  for await (const one of client.workflow.list()) ids.add(one.workflowId);
  const takenAt: number[] = [];
  let historyEvents = 0;
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    historyEvents = Math.max(historyEvents, events?.length ?? 0);
    for (const event of events ?? []) {
      if (event.workflowExecutionUpdateAcceptedEventAttributes != null)
        takenAt.push(eventMs(event));
    }
  }
  takenAt.sort((a, b) => a - b);
  const spanS = ((takenAt.at(-1) ?? 0) - (takenAt[0] ?? 0)) / 1_000;
  const taken = takenAt.length;
  return { workflows: ids.size, taken, takenPerS: (taken - 1) / Math.max(1, spanS), historyEvents };
}
