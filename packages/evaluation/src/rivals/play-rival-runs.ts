import { type Episode, LANGUAGES } from '@hrd-shield/world';
import { type Budget, planRuns } from '../plan/plan-runs.ts';
import { playRun } from '../plan/play-run.ts';
import { type RunSpec, runKey } from '../plan/run-spec.ts';
import type { RunPolicies } from '../run/fold-stream.ts';
import type { SectionContext } from '../section.ts';
import { actsOf } from './acts.ts';
import type { KeptAlarms } from './kept-alarms.ts';
import { type OurAlarm, ourAlarm } from './our-alarm.ts';
import type { RivalRun } from './rival-run.ts';

const MONTH_MS = 30 * 86_400_000;

/** Strata of the comparison: fewer runs of each kind than the headline, the same streams. */
const NONE = { easy: 0, medium: 0, evasive: 0, lookAlike: 0, solidarity: 0, months: 0, variant: 0 };
/** Runs of a full comparison, by stratum; months are of benign life. */
export const RIVAL_BUDGET: Budget = {
  ...NONE,
  medium: 18,
  evasive: 9,
  lookAlike: 18,
  solidarity: 18,
  months: 36,
};
/** Runs of `--quick`: enough to see that everything works, too few to say who is better. */
export const RIVAL_QUICK: Budget = {
  ...NONE,
  medium: 3,
  lookAlike: 3,
  solidarity: 3,
  months: 3,
};
/** All strata together. @source issue: rivals on at most a million events */
export const EVENTS_MAX = 1_000_000;

/** Shares no divisor with the size of any stratum, nor with the number of languages. */
const STRIDE = 11;

export interface PlayedRun {
  readonly run: RivalRun;
  readonly ours: OurAlarm;
  readonly events: number;
}

/**
 * Plans without the variants: rivals see each kind plain. One run of each kind and difficulty after
 * another, so that the bound of events leaves as many of each.
 */
export function planRivalRuns({
  quick,
  seedFirst,
  split,
}: Pick<SectionContext, 'quick' | 'seedFirst' | 'split'>): readonly RunSpec[] {
  const seeds = seedFirst === undefined ? {} : { seedFirst };
  const plan = planRuns({ split, budget: quick ? RIVAL_QUICK : RIVAL_BUDGET, ...seeds });
  return inTurns(plan.filter(({ variant }) => variant === 'plain'));
}

function inTurns(plan: readonly RunSpec[]): readonly RunSpec[] {
  const strata = new Map<string, RunSpec[]>();
  for (const spec of plan) {
    const name = `${spec.kind} ${spec.group === 'attack' ? spec.difficulty : ''}`;
    strata.set(name, [...(strata.get(name) ?? []), spec]);
  }
  const spread = [...strata.values()].map(stridden);
  const turns = Math.max(0, ...spread.map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) =>
    spread.flatMap((own) => own[turn] ?? []),
  ).flat();
}

/** Nine in a row have nine languages, and draws of parameters alternate. */
function stridden(own: readonly RunSpec[]): readonly RunSpec[] {
  const placeOf = ({ language, seed }: RunSpec) =>
    seed * LANGUAGES.length + LANGUAGES.indexOf(language);
  const ordered = [...own].sort((a, b) => placeOf(a) - placeOf(b));
  return ordered.flatMap((_, i) => ordered[(i * STRIDE) % ordered.length] ?? []);
}

/** One run, played once for everybody; what we made of it may be known. */
export async function playRivalRun(
  spec: RunSpec,
  policies: RunPolicies,
  kept: KeptAlarms,
): Promise<PlayedRun> {
  const episode = playRun(spec);
  const id = runKey(spec);
  const known = kept.get(id);
  const ours = known ?? (await ourAlarm(episode, policies));
  if (known === undefined) kept.keep(id, ours);
  return { run: rivalRunOf(spec, episode), ours, events: episode.events.length };
}

function rivalRunOf(spec: RunSpec, episode: Episode): RivalRun {
  const { events, others, truth } = episode;
  const first = events[0]?.at ?? 0;
  const last = events.at(-1)?.at ?? first;
  const isAttack = spec.group === 'attack';
  const attackers = (truth?.actors ?? []).filter(({ role }) => role === 'attacker');
  return {
    id: runKey(spec),
    scenario: spec.kind,
    title: truth?.title ?? spec.kind,
    kind: isAttack ? 'attack' : spec.group === 'month' ? 'quiet' : 'look-alike',
    difficulty: spec.difficulty,
    language: spec.language,
    startsAt: truth?.startsAt ?? first,
    endsAt: truth?.endsAt ?? last,
    months: ((last - first) * (1 + others.length)) / MONTH_MS,
    acts: actsOf(events),
    attackers: new Set(isAttack ? attackers.map(({ account }) => account) : []),
  };
}
