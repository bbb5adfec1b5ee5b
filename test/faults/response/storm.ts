import { setTimeout as delay } from 'node:timers/promises';
import { caseId, type DefenderRef, type RiskSignal } from '@hrd-shield/contracts';
import { riskSignal } from '../../harness/risk-signal.ts';
import { until } from '../../harness/until.ts';
import type { FaultEntry, FaultSuite, SuiteResult, SuiteRun } from '../suite.ts';
import { askAboutCrew } from './ask-about-crew.ts';
import { type CommandTail, tailCommands } from './command-tail.ts';
import { type Crew, gatherCrew } from './crew.ts';
import { wayToCommand } from './way-to-command.ts';

const DEFENDERS = 100;
const SIGNALS = 10_000;
const APPEND_AT_ONCE = 500;
/** Direct harm has its command within this time, whatever else comes. @source response notes, 1 */
const DOX_MS_MAX = 5_000;
const SETTLE_MS_MAX = 240_000;
const QUIET_MS = 3_000;

/** A storm on many, a dox within it, and one who has nothing to do with it. */
export const stormSuite: FaultSuite = {
  name: 'storm',
  says: `${SIGNALS} signals on ${DEFENDERS} defenders with a dox among them, and one defender beside`,
  run: async (run) => {
    const crew = await gatherCrew(`storm_${run.seed}`, run);
    const tail = await tailCommands(crew.stage.at);
    try {
      return await playStorm(crew, tail, run);
    } finally {
      await tail.stop();
      await crew.stop();
    }
  },
};

async function playStorm(crew: Crew, tail: CommandTail, run: SuiteRun): Promise<SuiteResult> {
  const { stage } = crew;
  const accounts = Array.from({ length: DEFENDERS + 2 }, (_, i) => `stormed-${i}`);
  const refs = await stage.designate(accounts);
  const [beside, before] = refs.slice(DEFENDERS) as [DefenderRef, DefenderRef];
  const quietMs = await timed(tail, before, () =>
    stage.append([riskSignal(before, { name: 'quiet' })]),
  );
  const raised: RiskSignal[] = [riskSignal(before, { name: 'quiet' })];
  const target = refs[run.random.between(0, DEFENDERS - 1)] as DefenderRef;
  const dox = riskSignal(target, {
    name: 'dox',
    about: 'dox',
    threat: 'doxxing',
    threats: ['doxxing'],
    directHarm: true,
    inauthentic: true,
  });
  const plantAt = run.random.between(SIGNALS / 4, SIGNALS / 2);
  let doxAt = 0;
  for (let from = 0; from < SIGNALS; from += APPEND_AT_ONCE) {
    const part = Array.from({ length: APPEND_AT_ONCE }, (_, i) =>
      riskSignal(refs[(from + i) % DEFENDERS] as DefenderRef, {
        name: `storm ${from + i}`,
        eventCount: 40 + from / APPEND_AT_ONCE,
      }),
    );
    const isHere = plantAt >= from && plantAt < from + APPEND_AT_ONCE;
    if (isHere) {
      part.splice(plantAt - from, 0, dox);
      doxAt = Date.now();
    }
    raised.push(...part);
    await stage.append(part);
  }
  const late = riskSignal(beside, { name: 'beside' });
  raised.push(late);
  const lateAt = Date.now();
  const besideMs = await timed(tail, beside, () => stage.append([late]));
  const way = await wayToCommand(stage, beside);
  run.say(
    `  beside: workflow after ${way.startedAt - lateAt} ms, first task ${way.workflowTaskAt - lateAt}, ` +
      `command asked for ${way.scheduledAt - lateAt}`,
  );
  const forCase = caseId(target, dox.campaign);
  await until('the dox has its command', () => tail.firstFor(forCase), SETTLE_MS_MAX);
  const doxMs = (tail.firstFor(forCase) ?? Number.POSITIVE_INFINITY) - doxAt;
  run.say(`  dox to command ${doxMs} ms; beside the storm ${besideMs} ms, before it ${quietMs} ms`);
  const stormMs = await untilTaken(crew);
  run.say(`  the storm is taken after ${(stormMs / 1_000).toFixed(1)} s`);
  const designated = refs.map((ref, i) => ({ ref, account: accounts[i] ?? '' }));
  const invariants = await askAboutCrew(crew, {
    defenders: designated,
    signals: raised.map(({ defender, id }) => ({ id, defender })),
  });
  const entry = (step: string, ms: number, maxMs: number): FaultEntry => ({
    fault: 'storm',
    step,
    seed: run.seed,
    ok: ms <= maxMs,
    recoveryMs: ms,
    detail: `${ms} ms, at most ${maxMs} ms`,
  });
  return {
    faults: [
      entry('dox-in-the-storm', doxMs, DOX_MS_MAX),
      entry('defender-beside', besideMs, Math.max(DOX_MS_MAX, quietMs * 2)),
    ],
    invariants,
    figures: { doxMs, besideMs, quietMs, stormMs },
  };
}

/** From the append of a signal to the append of the first command, ms. */
async function timed(
  tail: CommandTail,
  ref: DefenderRef,
  append: () => Promise<void>,
): Promise<number> {
  const begunAt = Date.now();
  await append();
  const commandedAt = await until('a command', () => tail.firstFor(ref), SETTLE_MS_MAX);
  return commandedAt - begunAt;
}

/** Until everything is taken and answered, and the record has it. */
export async function untilTaken(
  { stage }: Crew,
  settleMsMax: number = SETTLE_MS_MAX,
): Promise<number> {
  const { progress } = stage.stage;
  const begunAt = performance.now();
  await progress.untilTaken('respond', settleMsMax);
  const tookMs = performance.now() - begunAt;
  let [seen, sinceAt] = [-1, performance.now()];
  while (performance.now() - sinceAt < QUIET_MS) {
    const now = await progress.appended('outcomes');
    if (now !== seen) [seen, sinceAt] = [now, performance.now()];
    await delay(250);
  }
  await progress.untilTaken('record', SETTLE_MS_MAX);
  return tookMs;
}
