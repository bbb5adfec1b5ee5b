import { setTimeout as delay } from 'node:timers/promises';
import { RiskSignal, TargetingRecord } from '@hrd-shield/contracts';
import { untilDrained } from '../../harness/drained.ts';
import { foldTargetingLog, linesOf } from '../../harness/fold-log.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import { askLedger } from '../ledger/ask-ledger.ts';
import type { FaultEntry, FaultSuite, InvariantEntry, SuiteResult, SuiteRun } from '../suite.ts';
import { type FlowCrew, gatherFlow } from './flow-crew.ts';
import { FLOW_STRIKES, type FlowStrike } from './flow-strikes.ts';
import { createLoad, type Load } from './load.ts';

const ROUNDS_LONG = 3;
/** The fault strikes within this time after its stretch began, ms. */
const STRIKE_MS_MAX = 1_000;
const SHOWN_MAX = 10;
/** What the unreadable records of the load are refused with. */
const POISON_CODES = ['event.no-envelope', 'event.not-json'];

/** Events, signals and rows of the whole flow while everything it stands on fails in turn. */
export const flowSuite: FaultSuite = {
  name: 'flow',
  says: 'a town under attack while broker, services, stores and group members fail',
  run: async (run) => {
    const rounds = run.long ? ROUNDS_LONG : 1;
    const plan = Array.from({ length: rounds }, () => run.random.shuffled(FLOW_STRIKES)).flat();
    const load = createLoad(run.random, plan.length);
    const crew = await gatherFlow(run, load.defenders);
    try {
      return await playPlan(plan, { crew, load, run });
    } finally {
      await crew.stop();
    }
  },
};

interface Scene {
  readonly crew: FlowCrew;
  readonly load: Load;
  readonly run: SuiteRun;
}

async function playPlan(plan: readonly FlowStrike[], scene: Scene): Promise<SuiteResult> {
  const faults: FaultEntry[] = [];
  for (const [stretch, strike] of plan.entries()) {
    faults.push(await playStrike(strike, stretch, scene));
  }
  const recoveries = faults.flatMap(({ recoveryMs }) => recoveryMs ?? []);
  return {
    faults,
    invariants: await lookAtBooks(scene),
    figures: { slowestRecoveryMs: Math.max(0, ...recoveries) },
  };
}

/** A stretch of the load with one fault in it. */
async function playStrike(
  strike: FlowStrike,
  stretch: number,
  { crew, load, run }: Scene,
): Promise<FaultEntry> {
  const entry = { fault: strike.name, step: `stretch ${stretch}`, seed: run.seed };
  const playing = load.play(stretch, crew.pipeline);
  await delay(run.random.between(0, STRIKE_MS_MAX));
  const downMs = run.long ? strike.downMs.long : strike.downMs.short;
  await strike.strike(crew);
  await delay(downMs);
  await strike.heal(crew);
  const healedAt = performance.now();
  try {
    await playing;
    await untilDrained(crew.pipeline.at, FLOW);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    run.say(`  ${strike.name}: NOT through, ${detail}`);
    return { ...entry, ok: false, recoveryMs: null, detail };
  }
  const recoveryMs = Math.round(performance.now() - healedAt);
  run.say(`  ${strike.name}: through ${(recoveryMs / 1_000).toFixed(1)} s after healing`);
  return { ...entry, ok: true, recoveryMs };
}

/** What the flow left behind, against what was emitted and what the log alone gives. */
async function lookAtBooks({ crew, load }: Scene): Promise<readonly InvariantEntry[]> {
  const { pipeline } = crew;
  const signals = (await pipeline.log('riskSignals')).map(({ event }) =>
    RiskSignal.parse(event?.data),
  );
  const { active, deeds } = pipeline.platform;
  const ledger = await askLedger(
    {
      kafkaBrokers: pipeline.at.brokers,
      topicPrefix: pipeline.at.topicPrefix,
      temporalAddress: crew.stack.addresses.temporalAddress,
      databaseUrl: pipeline.at.databaseUrl,
      clickhouseUrl: pipeline.at.clickhouseUrl,
    },
    {
      defenders: load.defenders.map((account) => ({ ref: pipeline.ref(account), account })),
      signals: [...new Map(signals.map(({ id, defender }) => [id, { id, defender }])).values()],
      deeds: deeds(),
      active: [...active()].map(([instance, one]) => ({ instance, ...one })),
      poison: { least: load.poisoned(), codes: POISON_CODES },
    },
  );
  const raised = new Set(linesOf(signals));
  const given = new Set(linesOf(await foldTargetingLog(pipeline)));
  return [
    await eventsKept(crew, load),
    entryOf('I3 signals-as-the-log', 'signals are those of the whole log without a crash', {
      checked: given.size,
      violations: [
        ...[...given].filter((line) => !raised.has(line)).map((line) => `lost: ${line}`),
        ...[...raised].filter((line) => !given.has(line)).map((line) => `made up: ${line}`),
      ],
    }),
    namesNobody(crew, load),
    ...ledger,
  ];
}

async function eventsKept({ pipeline }: FlowCrew, load: Load): Promise<InvariantEntry> {
  const landed = new Map<string, Set<string>>();
  for (const { event } of await pipeline.log('targetingEvents')) {
    const record = TargetingRecord.parse(event?.data);
    if (record.kind !== 'event') continue;
    landed.set(record.defender, (landed.get(record.defender) ?? new Set()).add(record.ref));
  }
  let checked = 0;
  const violations: string[] = [];
  for (const [account, ids] of load.emitted) {
    checked += ids.size;
    const there = landed.get(pipeline.ref(account))?.size ?? 0;
    if (there !== ids.size) {
      violations.push(`${pipeline.ref(account)}: ${there} events landed of ${ids.size}`);
    }
  }
  const says = 'every event about a defender is on the targeting log';
  return entryOf('I2 events-kept', says, { checked, violations });
}

function namesNobody({ pipeline }: FlowCrew, load: Load): InvariantEntry {
  const output = pipeline.output();
  const violations = load.defenders
    .filter((account) => output.includes(account))
    .map((account) => `a log line names ${pipeline.ref(account)}`);
  return entryOf('I8 logs-name-nobody', 'no log line holds the account of a defender', {
    checked: output.split('\n').length,
    violations,
  });
}

function entryOf(
  invariant: string,
  says: string,
  found: { readonly checked: number; readonly violations: readonly string[] },
): InvariantEntry {
  const { checked, violations } = found;
  const ok = checked > 0 && violations.length === 0;
  return { invariant, says, ok, checked, violations: violations.slice(0, SHOWN_MAX) };
}
