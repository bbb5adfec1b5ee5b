import { canMountSmallDisks } from '@hrd-shield/local-stack';
import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { canSetBrokerClock } from './broker-clock.ts';
import { SMALL_DISKS } from './disk-strikes.ts';
import { type FlowCrew, gatherFlow } from './flow-crew.ts';
import type { FlowStrike, Means } from './flow-strike.ts';
import { FLOW_STRIKES } from './flow-strikes.ts';
import { createLoad } from './load.ts';
import { lookAtBooks } from './look-at-books.ts';
import { OLD_COMMIT } from './mixed-builds.ts';
import { isInHistory } from './old-build.ts';
import { playStrike } from './play-strike.ts';

/** How to find out whether this machine has it, and what it is without. */
const MEANS: Readonly<
  Record<Means, { readonly without: string; readonly isThere: () => Promise<boolean> }>
> = {
  'small-disks': { without: 'this user may not mount a small disk', isThere: canMountSmallDisks },
  'broker-clock': { without: 'there is no javac', isThere: canSetBrokerClock },
  history: {
    without: `the history does not reach ${OLD_COMMIT}`,
    isThere: () => isInHistory(OLD_COMMIT),
  },
};

/** Events, signals and rows of the whole flow while everything it stands on fails in turn. */
export const flowSuite: FaultSuite = {
  name: 'flow',
  says: 'a town under attack while broker, services, stores and group members fail',
  run: async (run) => {
    const wanted = FLOW_STRIKES.filter(({ isExtra, name }) =>
      run.wanted.length === 0
        ? run.long || isExtra !== true
        : run.wanted.some((one) => name.startsWith(one)),
    );
    const drawn =
      run.share === 1
        ? wanted
        : run.random.shuffled(wanted).slice(0, Math.ceil(wanted.length / run.share));
    const { notPlayed, played } = await playable(drawn, run);
    const mixed = played.filter(({ isLast }) => isLast !== true);
    const plan = Array.from({ length: run.rounds }, () => run.random.shuffled(mixed)).flat();
    plan.push(...played.filter(({ isLast }) => isLast === true));
    const isNeeded = (means: Means): boolean => plan.some(({ needs }) => needs === means);
    const crew = await gatherFlow(run, createLoad(run.random, plan.length), {
      ...(isNeeded('small-disks') && { smallDisks: SMALL_DISKS }),
      withBrokerClock: isNeeded('broker-clock'),
    });
    try {
      const result = await playPlan(plan, { crew, run });
      return { ...result, notPlayed };
    } finally {
      await crew.stop();
    }
  },
};

/** Faults that can be played here; one that is named is played or fails. */
async function playable(
  wanted: readonly FlowStrike[],
  run: SuiteRun,
): Promise<{
  readonly played: readonly FlowStrike[];
  readonly notPlayed: NonNullable<SuiteResult['notPlayed']>;
}> {
  const missing = new Map<Means, string>();
  for (const [means, { isThere, without }] of Object.entries(MEANS) as [
    Means,
    (typeof MEANS)[Means],
  ][]) {
    const isAsked = run.wanted.length === 0 && wanted.some(({ needs }) => needs === means);
    if (isAsked && !(await isThere())) missing.set(means, without);
  }
  const why = ({ needs }: FlowStrike): string | undefined =>
    needs === undefined ? undefined : missing.get(needs);
  const notPlayed = wanted.flatMap((strike) => {
    const reason = why(strike);
    return reason === undefined ? [] : [{ fault: strike.name, why: reason }];
  });
  return { played: wanted.filter((strike) => why(strike) === undefined), notPlayed };
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
    figures: {
      slowestRecoveryMs: Math.max(0, ...recoveries),
      ...Object.fromEntries(scene.crew.figures),
    },
  };
}
