import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { type FlowCrew, gatherFlow } from './flow-crew.ts';
import type { FlowStrike } from './flow-strike.ts';
import { FLOW_STRIKES } from './flow-strikes.ts';
import { createLoad } from './load.ts';
import { lookAtBooks } from './look-at-books.ts';
import { playStrike } from './play-strike.ts';

const ROUNDS_LONG = 3;

/** Events, signals and rows of the whole flow while everything it stands on fails in turn. */
export const flowSuite: FaultSuite = {
  name: 'flow',
  says: 'a town under attack while broker, services, stores and group members fail',
  run: async (run) => {
    const rounds = run.long ? ROUNDS_LONG : 1;
    const wanted = FLOW_STRIKES.filter(({ isExtra, name }) =>
      run.wanted.length === 0
        ? run.long || isExtra !== true
        : run.wanted.some((one) => name.startsWith(one)),
    );
    const mixed = wanted.filter(({ isLast }) => isLast !== true);
    const plan = Array.from({ length: rounds }, () => run.random.shuffled(mixed)).flat();
    plan.push(...wanted.filter(({ isLast }) => isLast === true));
    const crew = await gatherFlow(run, createLoad(run.random, plan.length));
    try {
      return await playPlan(plan, { crew, run });
    } finally {
      await crew.stop();
    }
  },
};

async function playPlan(
  plan: readonly FlowStrike[],
  scene: { readonly crew: FlowCrew; readonly run: SuiteRun },
): Promise<SuiteResult> {
  const faults: FaultEntry[] = [];
  for (const [stretch, strike] of plan.entries()) {
    faults.push(await playStrike(strike, stretch, scene));
  }
  const recoveries = faults.flatMap(({ recoveryMs }) => recoveryMs ?? []);
  return {
    faults,
    invariants: await lookAtBooks(scene.crew),
    figures: { slowestRecoveryMs: Math.max(0, ...recoveries) },
  };
}
