import { canMountSmallDisks } from '@hrd-shield/local-stack';
import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { SMALL_DISKS } from './disk-strikes.ts';
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
    const drawn =
      run.share === 1
        ? wanted
        : run.random.shuffled(wanted).slice(0, Math.ceil(wanted.length / run.share));
    const played = await playable(drawn, run);
    const mixed = played.filter(({ isLast }) => isLast !== true);
    const plan = Array.from({ length: rounds }, () => run.random.shuffled(mixed)).flat();
    plan.push(...played.filter(({ isLast }) => isLast === true));
    const smallDisks = plan.some(({ needsSmallDisks }) => needsSmallDisks) ? SMALL_DISKS : {};
    const crew = await gatherFlow(run, createLoad(run.random, plan.length), smallDisks);
    try {
      const result = await playPlan(plan, { crew, run });
      const notPlayed = drawn.length - played.length;
      return { ...result, figures: { ...result.figures, notPlayed } };
    } finally {
      await crew.stop();
    }
  },
};

/** Faults that can be played here; one that is named is played or fails. */
async function playable(
  wanted: readonly FlowStrike[],
  run: SuiteRun,
): Promise<readonly FlowStrike[]> {
  const needing = wanted.filter(({ needsSmallDisks }) => needsSmallDisks);
  if (run.wanted.length > 0 || needing.length === 0 || (await canMountSmallDisks())) return wanted;
  for (const { name } of needing) {
    run.say(`  ${name}: NOT played, this user may not mount a small disk`);
  }
  return wanted.filter((strike) => !needing.includes(strike));
}

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
