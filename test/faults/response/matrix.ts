import { setTimeout as delay } from 'node:timers/promises';
import type { DefenderRef, ProtectionAck } from '@hrd-shield/contracts';
import { riskSignal } from '../../harness/risk-signal.ts';
import { until } from '../../harness/until.ts';
import { askUntilSettled } from '../ledger/ask-until-settled.ts';
import type { FaultEntry, FaultSuite, InvariantEntry, SuiteResult, SuiteRun } from '../suite.ts';
import { askAboutCrew } from './ask-about-crew.ts';
import { type Crew, gatherCrew } from './crew.ts';
import { type OutcomeTail, tailOutcomes } from './outcome-tail.ts';
import { replayAll } from './replay-all.ts';
import { createResponder } from './responder.ts';
import { CASE_STEPS, type CaseStep, type StepWorld, type Subject } from './steps.ts';
import { STRIKES, type Strike } from './strikes.ts';

const ROUNDS_LONG = 8;
const READY_MS_MAX = 90_000;
const THROUGH_MS_MAX = 120_000;
/** The fault strikes within this time after the push, ms: before, in and after the step. */
const STRIKE_MS_MAX = 250;
const DOWN_MS = { min: 500, max: 3_000 };
const QUIET_MS = 3_000;
const PUSH_RETRY_MS = 500;

/** Every step of a case under every fault: all steps stand at their brink when one strikes. */
export const responseSuite: FaultSuite = {
  name: 'response',
  says: 'each step of a case while worker, consumer, Temporal, broker or platform fail',
  run: async (run) => {
    const crew = await gatherCrew(`faults_${run.seed}`, run);
    const tail = await tailOutcomes(crew.stage.at);
    try {
      return await playMatrix(crew, tail, run);
    } finally {
      await tail.stop();
      await crew.stop();
    }
  },
};

async function playMatrix(crew: Crew, tail: OutcomeTail, run: SuiteRun): Promise<SuiteResult> {
  const rounds = run.long ? ROUNDS_LONG : 1;
  const plan = Array.from({ length: rounds }, () => run.random.shuffled(STRIKES)).flat();
  const accounts = plan.flatMap((_, round) => CASE_STEPS.map(({ name }) => `${name}-${round}`));
  const refs = await crew.stage.designate(accounts);
  const world = createWorld(crew, tail);
  const faults: FaultEntry[] = [];
  for (const [round, strike] of plan.entries()) {
    const subjects = CASE_STEPS.map((step, index): [CaseStep, Subject] => {
      const place = round * CASE_STEPS.length + index;
      return [step, { account: accounts[place] ?? '', ref: refs[place] as DefenderRef }];
    });
    faults.push(...(await playRound(strike, subjects, { crew, world, run })));
  }
  const settled = await waitForQuiet(tail);
  if (!settled) run.say('  outcomes still come; the books are read as they are');
  const invariants = await askUntilSettled(() => askAboutCases(crew, world, { accounts, refs }));
  const recoveries = faults.flatMap(({ recoveryMs }) => recoveryMs ?? []);
  const replayed = await replayAll(crew.stage, refs);
  return {
    faults,
    invariants: [...invariants, replayed],
    figures: { slowestRecoveryMs: Math.max(0, ...recoveries) },
  };
}

interface Defenders {
  readonly accounts: readonly string[];
  readonly refs: readonly DefenderRef[];
}

function askAboutCases(
  crew: Crew,
  { raised, refusals, withdrawals }: World,
  { accounts, refs }: Defenders,
): Promise<readonly InvariantEntry[]> {
  return askAboutCrew(crew, {
    defenders: refs.map((ref, index) => {
      const withdrawnAt = withdrawals.get(ref);
      const account = accounts[index] ?? '';
      return { ref, account, ...(withdrawnAt === undefined ? {} : { withdrawnAt }) };
    }),
    signals: raised,
    refusals: [...refusals].map(([instance, at]) => ({ instance, at })),
  });
}

interface World extends StepWorld {
  readonly withdrawals: ReadonlyMap<DefenderRef, number>;
  readonly refusals: ReadonlyMap<string, number>;
  readonly raised: readonly { readonly id: string; readonly defender: string }[];
}

function createWorld({ desk, stage }: Crew, tail: OutcomeTail): World {
  const kept = new Map<DefenderRef, ProtectionAck['status']>();
  const refused = new Set<string>();
  const withdrawals = new Map<DefenderRef, number>();
  const refusals = new Map<string, number>();
  const raised: { id: string; defender: string }[] = [];
  let isSilent = false;
  const show = (): Promise<void> =>
    stage.stage.platform.manners.change({
      keepsBack: (ack) => kept.get(ack.defender) === ack.status,
      refusesFor: (account) => refused.has(account),
      silent: isSilent,
    });
  return {
    stage,
    tail,
    responder: createResponder(stage.protection, desk),
    withdrawals,
    refusals,
    raised,
    keepBack: (ref, status) => {
      if (status === undefined) kept.delete(ref);
      else kept.set(ref, status);
      return show();
    },
    silence: (on) => {
      isSilent = on;
      return show();
    },
    refuse: (account) => void refused.add(account),
    raise: async (ref, changes) => {
      const signal = riskSignal(ref, changes);
      if (!raised.some(({ id }) => id === signal.id)) {
        raised.push({ id: signal.id, defender: ref });
      }
      await stage.append([signal]);
    },
    noteRefusal: (instance) => void refusals.set(instance, refusals.get(instance) ?? Date.now()),
    noteWithdrawal: (ref) => void withdrawals.set(ref, withdrawals.get(ref) ?? Date.now()),
  };
}

async function playRound(
  strike: Strike,
  subjects: readonly (readonly [CaseStep, Subject])[],
  on: { readonly crew: Crew; readonly world: World; readonly run: SuiteRun },
): Promise<readonly FaultEntry[]> {
  const { crew, run, world } = on;
  const begunAt = performance.now();
  await Promise.all(subjects.map(([step, subject]) => step.begin(subject, world)));
  for (const [step, subject] of subjects) {
    await until(
      `${step.name} is at its brink`,
      () => step.isReady(subject, world) || undefined,
      READY_MS_MAX,
    );
  }
  const strikeAfterMs = run.random.between(0, STRIKE_MS_MAX);
  const downMs = run.random.between(DOWN_MS.min, DOWN_MS.max);
  let isOver = false;
  const faultOf = new Map<string, string>();
  const pushes = subjects.map(([step, subject]) =>
    push(step, subject, world, {
      isOver: () => isOver,
      onFault: (fault) => void faultOf.set(step.name, String(fault)),
    }),
  );
  await delay(strikeAfterMs);
  await strike.strike(crew, world);
  await delay(downMs);
  await strike.heal(crew, world);
  const healedAt = performance.now();
  const entries = await Promise.all(
    subjects.map(async ([step, subject]): Promise<FaultEntry> => {
      const entry = { fault: strike.name, step: step.name, seed: run.seed };
      while (!step.isThrough(subject, world)) {
        if (performance.now() - healedAt > THROUGH_MS_MAX) {
          const seen = world.tail.of(subject.ref).map(({ kind }) => kind);
          const why = faultOf.get(step.name) ?? '';
          const detail = `seen: ${seen.join(' ')} ${why}`;
          run.say(`  not through: ${step.name}, ${detail}`);
          return { ...entry, ok: false, recoveryMs: null, detail };
        }
        await delay(50);
      }
      return { ...entry, ok: true, recoveryMs: Math.round(performance.now() - healedAt) };
    }),
  );
  isOver = true;
  await Promise.all(pushes);
  const slowest = Math.max(...entries.map(({ recoveryMs }) => recoveryMs ?? THROUGH_MS_MAX));
  const seconds = ((performance.now() - begunAt) / 1_000).toFixed(1);
  run.say(
    `  ${strike.name}: struck ${strikeAfterMs} ms after the push, away ${downMs} ms; ` +
      `${entries.filter(({ ok }) => ok).length} of ${entries.length} steps through, ` +
      `the last ${(slowest / 1_000).toFixed(1)} s after healing (${seconds} s in all)`,
  );
  return entries;
}

/** Pushes until it was taken: people and platforms try again when a server is away. */
async function push(
  step: CaseStep,
  subject: Subject,
  world: World,
  look: { readonly isOver: () => boolean; readonly onFault: (fault: unknown) => void },
): Promise<void> {
  while (!look.isOver() && !step.isThrough(subject, world)) {
    try {
      await step.push(subject, world);
      return;
    } catch (fault) {
      look.onFault(fault);
      await delay(PUSH_RETRY_MS);
    }
  }
}

async function waitForQuiet(tail: OutcomeTail): Promise<boolean> {
  const endsAt = performance.now() + THROUGH_MS_MAX;
  while (tail.quietMs() < QUIET_MS && performance.now() < endsAt) await delay(100);
  return tail.quietMs() >= QUIET_MS;
}
