import { invariant } from '@hrd-shield/contracts';
import type { OurAlarm } from './our-alarm.ts';
import type { Rival } from './rival.ts';
import type { RivalRun } from './rival-run.ts';
import {
  type BenignRates,
  type ScenarioScore,
  scoreOf,
  type Verdict,
  verdictAt,
  verdictOf,
} from './tally-setting.ts';

/** Verdicts of one contestant under one setting. */
export interface Candidate {
  readonly setting: string;
  readonly attacks: ReadonlyMap<string, readonly Verdict[]>;
  readonly benign: BenignRates;
  /** Alarms in benign runs, and per benign defender-month. */
  readonly falseAlarms: number;
  readonly falsePerMonth: number;
  readonly scores: ReadonlyMap<string, ScenarioScore>;
}

/** Runs by what they are for. */
export interface Arena {
  readonly attacks: ReadonlyMap<string, readonly RivalRun[]>;
  readonly benign: readonly RivalRun[];
  readonly benignMonths: number;
}

/** Sorts runs: attacks by scenario, and everything else as benign, with its defender-months. */
export function arenaOf(runs: readonly RivalRun[]): Arena {
  const attacks = new Map<string, RivalRun[]>();
  const benign: RivalRun[] = [];
  for (const run of runs) {
    if (run.kind !== 'attack') benign.push(run);
    else attacks.set(run.scenario, [...(attacks.get(run.scenario) ?? []), run]);
  }
  const benignMonths = benign.reduce((sum, { months }) => sum + months, 0);
  return { attacks, benign, benignMonths };
}

/** Judges a contestant on every run. */
export function candidateOf(
  arena: Arena,
  setting: string,
  judge: (run: RivalRun) => Verdict,
): Candidate {
  const quiet = arena.benign.map(judge);
  const falseAlarms = quiet.filter(({ alarmed }) => alarmed).length;
  const windows = Math.max(1, quiet.length);
  const flagged = quiet.reduce((sum, { hits, wrong }) => sum + hits + wrong, 0);
  const benign = { alarms: falseAlarms / windows, flagged: flagged / windows };
  const attacks = new Map([...arena.attacks].map(([id, runs]) => [id, runs.map(judge)] as const));
  return {
    setting,
    attacks,
    falseAlarms,
    benign,
    falsePerMonth: arena.benignMonths === 0 ? 0 : falseAlarms / arena.benignMonths,
    scores: new Map([...attacks].map(([id, verdicts]) => [id, scoreOf(verdicts, benign)] as const)),
  };
}

/** Ourselves, with the one policy there is. */
export function ourCandidate(arena: Arena, alarms: ReadonlyMap<string, OurAlarm>): Candidate {
  return candidateOf(arena, 'the policy file', (run) => {
    const alarm = alarms.get(run.id);
    invariant(alarm !== undefined, 'every run was played by us too');
    return verdictOf(run, alarm.flagged, alarm.alarmed);
  });
}

/** Every setting of a rival at every threshold. */
export function candidatesOf(arena: Arena, rival: Rival): readonly Candidate[] {
  return rival.settings.flatMap(({ levelOf, levels, name, thresholds }) =>
    thresholds.map((threshold) =>
      candidateOf(arena, `${name}, at least ${threshold} ${levelOf}`, (run) =>
        verdictAt(run, levels.get(run.id), threshold),
      ),
    ),
  );
}

/** What a rival is tuned for. */
export type Aim = 'campaignF1' | 'actorF1' | 'aloneF1';

/** The setting that does best on one scenario, false alarms everywhere counted in. */
export function bestFor(
  candidates: readonly Candidate[],
  scenario: string,
  aim: Aim,
): Candidate | undefined {
  return best(candidates, (one) => one.scores.get(scenario)?.[aim] ?? 0);
}

/** The one setting that does best over several scenarios on average. */
export function bestOverall(
  candidates: readonly Candidate[],
  scenarios: readonly string[],
  aim: Aim,
): Candidate | undefined {
  return best(candidates, (one) => meanScore(one, scenarios, aim));
}

/** Mean of a score over scenarios; a scenario that was not played counts 0. */
export function meanScore(one: Candidate, scenarios: readonly string[], aim: Aim): number {
  const values = scenarios.map((id) => one.scores.get(id)?.[aim] ?? 0);
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function best(
  candidates: readonly Candidate[],
  value: (one: Candidate) => number,
): Candidate | undefined {
  let found: Candidate | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const reached = value(candidate);
    // Fewer false alarms decide between equals.
    const isBetter =
      reached > highest ||
      (reached === highest && candidate.benign.alarms < (found?.benign.alarms ?? 0));
    if (!isBetter) continue;
    found = candidate;
    highest = reached;
  }
  return found;
}
