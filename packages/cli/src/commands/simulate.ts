import { type DefenderRef, ShieldError } from '@hrd-shield/contracts';
import type { ProtectionPolicy } from '@hrd-shield/domain';
import { loadDetectionPolicy, loadProtectionPolicy } from '@hrd-shield/policy';
import { type Command, Option } from 'commander';
import { readSignalLines } from '../explain/read-signal-lines.ts';
import { readSignalsSince } from '../explain/read-signal-store.ts';
import { type Comparison, compareReach } from '../policy/compare-reach.ts';
import { type Candidate, openCandidate } from '../policy/open-candidate.ts';
import { needsEvents, rescore } from '../policy/rescore-records.ts';
import { type Simulation, simulationLines } from '../policy/show-simulation.ts';
import {
  type CaseOutcome,
  compareCases,
  simulateProtection,
} from '../policy/simulate-protection.ts';
import {
  briefOf,
  type EventSource,
  loggedEvents,
  rawEvents,
  type SimulatedSignal,
  UNKNOWN,
} from '../policy/simulated-signals.ts';
import { recordAccess } from '../shell/open-defender-sealer.ts';
import { PURPOSES, type Purpose } from '../shell/purposes.ts';
import { readLines } from '../shell/read-input.ts';
import type { Shell } from '../shell/shell.ts';
import { openFacts } from './open-facts.ts';

export interface SimulateOptions {
  readonly policy: string;
  readonly as?: string;
  readonly events?: string;
  readonly designations?: string;
  readonly targetingLog?: boolean;
  readonly signals?: string;
  readonly since?: string;
  readonly purpose?: Purpose;
}

const NOTES = `
Over events both sets of rules are run from the start: what is added, dropped and moved is exact.
Over recorded signals (--since, --signals) only prior, thresholds and calibration can be tried; a
signal that was never raised cannot be added. Rules of protection are run by the rules themselves,
with a platform that does at once what it is asked and people who do not decide.

A simulation over many cases is an export: it names defenders by their pseudonyms and what became
of them. Over the store (--since) or an exported log it needs --purpose; over the store it is
recorded beside the keys.`;

/** `policy simulate`: what a change of rules would change. */
export function registerSimulate(policy: Command, shell: Shell): void {
  policy
    .command('simulate')
    .description('which signals, cases and measures a change adds, drops or moves')
    .requiredOption('--policy <path>', 'candidate: a rule file, or a whole rule folder')
    .option('--as <file>', 'what the file is among the rules, such as playbooks/raid.yaml')
    .option('--events <file>', 'events as for "detect"; with --designations or --targeting-log')
    .option('--designations <file>', 'whom to look at, in the format of "designate import"')
    .option('--targeting-log', 'the events file was written by "export"')
    .option('--signals <file>', 'signals that "detect" wrote, instead of events')
    .option('--since <age>', 'recorded signals of the column store, such as 30d or 12h')
    .addOption(new Option('--purpose <purpose>', 'why many cases are looked at').choices(PURPOSES))
    .addHelpText('after', NOTES)
    .action(async (options: SimulateOptions) => {
      const told = await simulate(options, shell);
      shell.answer({ policy: options.policy, ...told }, simulationLines(told));
    });
}

/** What a candidate would add, drop and move. @throws ShieldError `config.invalid` */
export async function simulate(options: SimulateOptions, shell: Shell): Promise<Simulation> {
  checkOptions(options);
  const candidate = openCandidate(options.policy, options.as);
  const source = await eventSourceOf(options, shell);
  const sides =
    source === undefined
      ? await fromRecords(options, candidate, shell)
      : await fromEvents(source, candidate, shell);
  const protection = candidate.protection ?? loadProtectionPolicy();
  const live = loadProtectionPolicy();
  const cases = compareCases(
    casesOf(sides.before, live, source),
    casesOf(sides.after, protection, source),
  );
  const notes = [
    ...sides.notes,
    ...(source?.designations === undefined
      ? ['consent is not known here: every measure counts as agreed to']
      : []),
  ];
  const { changes } = candidate;
  const { comparison: signals } = sides;
  return { changes, signals, cases, notes };
}

function checkOptions(options: SimulateOptions): void {
  const { events, designations, targetingLog, signals, since, purpose } = options;
  const sources = [events, signals, since].filter((one) => one !== undefined).length;
  const isBulk = since !== undefined || targetingLog === true;
  const wrong = [
    [sources !== 1, 'say over what: one of --events, --signals and --since'],
    [
      events !== undefined && (designations === undefined) !== (targetingLog === true),
      '--events needs either --designations or --targeting-log',
    ],
    [
      isBulk && purpose === undefined,
      `a simulation over recorded cases is an export: it needs --purpose ${PURPOSES.join(' or ')}`,
    ],
    [
      since !== undefined && !/^[1-9]\d{0,3}[dh]$/.test(since),
      '--since takes days or hours, such as 30d or 12h',
    ],
  ] as const;
  const detail = wrong.find(([isWrong]) => isWrong)?.[1];
  if (detail !== undefined) throw new ShieldError('config.invalid', { detail });
}

async function eventSourceOf(
  { events, designations, targetingLog }: SimulateOptions,
  shell: Shell,
): Promise<EventSource | undefined> {
  if (events === undefined) return undefined;
  if (targetingLog === true) return loggedEvents(events);
  return rawEvents(events, await shell.read(designations ?? ''));
}

/** Signals of both sets of rules over the same input, and how they differ. */
interface Sides {
  readonly before: readonly SimulatedSignal[];
  readonly after: readonly SimulatedSignal[];
  readonly comparison: Comparison;
  readonly notes: readonly string[];
}

async function fromEvents(
  source: EventSource,
  { detection }: Candidate,
  shell: Shell,
): Promise<Sides> {
  shell.progress('the rules that hold');
  const before = await source.signals(loadDetectionPolicy());
  shell.progress('the candidate');
  const after = detection === undefined ? before : await source.signals(detection);
  const facts = (all: readonly SimulatedSignal[]) => all.map(({ signal }) => signal);
  const comparison = compareReach(facts(before), facts(after), source.settingOf);
  return { before, after, comparison, notes: [] };
}

async function fromRecords(
  options: SimulateOptions,
  { detection, changes }: Candidate,
  shell: Shell,
): Promise<Sides> {
  const recorded = await recordsOf(options, shell);
  const live = loadDetectionPolicy();
  const signals = recorded.map(({ signal }) => signal);
  const others = signals.filter(({ policyHash }) => policyHash !== live.hash).length;
  const rescored = rescore(signals, detection ?? live);
  const comparison = compareReach(rescore(signals, live), rescored, () => UNKNOWN);
  const after = recorded.map((one, i) => ({ ...one, signal: rescored[i] ?? one.signal }));
  const untried = needsEvents(changes);
  const notes = [
    'records hold neither language nor region, and no signal that was not raised',
    ...(others === 0 ? [] : [`${others} of ${signals.length} signals were raised by other rules`]),
    ...(untried.length === 0 ? [] : [`only events can show what these do: ${untried.join(', ')}`]),
  ];
  return { before: recorded, after: detection === undefined ? recorded : after, comparison, notes };
}

async function recordsOf(
  { signals, since, purpose, policy }: SimulateOptions,
  shell: Shell,
): Promise<readonly SimulatedSignal[]> {
  if (signals !== undefined) {
    const found = await readSignalLines(readLines(signals));
    return found.map(({ signal, actors }) => ({
      signal,
      listed: actors.kind === 'open' ? actors.listed.length : signal.actorCount,
    }));
  }
  const from = Date.now() - ageOf(since ?? '');
  await recordAccess(shell, {
    what: `policy simulate ${policy} since ${since}`,
    purpose: purpose ?? 'evaluation',
    isBulk: true,
  });
  const facts = await openFacts(shell);
  try {
    const found = await readSignalsSince(facts.readRows, from);
    return found.map(({ signal }) => ({ signal, listed: signal.actorCount }));
  } finally {
    await facts.close();
  }
}

const HOUR_MS = 3_600_000;

/** @returns ms */
function ageOf(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('d') ? 24 * HOUR_MS : HOUR_MS);
}

function casesOf(
  signals: readonly SimulatedSignal[],
  policy: ProtectionPolicy,
  source: EventSource | undefined,
): readonly CaseOutcome[] {
  const everything = Object.keys(policy.measures);
  const byDefender = new Map<DefenderRef, SimulatedSignal[]>();
  for (const one of signals) {
    const own = byDefender.get(one.signal.defender);
    if (own === undefined) byDefender.set(one.signal.defender, [one]);
    else own.push(one);
  }
  return [...byDefender].flatMap(([defender, own]) => {
    const consent = source?.designations?.consentOf(defender);
    const profile = consent ?? { allowedMeasures: everything, language: 'en' };
    // What fell below every threshold opens no case.
    const briefs = own.filter(({ signal }) => signal.tier !== 'none').map(briefOf);
    return simulateProtection(briefs, defender, profile, policy);
  });
}
