import type { Act } from './acts.ts';
import type { Rival, RivalSetting } from './rival.ts';
import type { RivalRun } from './rival-run.ts';

const MINUTE_MS = 60_000;
const WINDOWS_MS = [5, 15, 60, 360, 1_440].map((minutes) => minutes * MINUTE_MS);
const ACTORS = [3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 65, 80, 100, 130, 170, 220, 300];

/** What the rule counts. */
const COUNTED: Readonly<Record<string, (act: Act) => boolean>> = {
  'all acts': () => true,
  speech: ({ kind }) => kind === 'speech',
  'speech judged hostile': ({ kind, judgedHostile }) => kind === 'speech' && judgedHostile,
  reports: ({ kind }) => kind === 'report',
};

/**
 * The rule that most platforms begin with: so many accounts within so many minutes at one person.
 * Whoever acts inside such a window is flagged.
 */
export function rateRule(runs: readonly RivalRun[]): Rival {
  const settings = Object.entries(COUNTED).flatMap(([name, isCounted]) =>
    WINDOWS_MS.map((windowMs): RivalSetting => {
      const levels = new Map(
        runs.map((run) => [run.id, crowdLevels(run.acts.filter(isCounted), windowMs)] as const),
      );
      return {
        name: `${name}, ${windowMs / MINUTE_MS} min`,
        levels,
        thresholds: ACTORS,
        levelOf: 'accounts in the window',
      };
    }),
  );
  return { id: 'rate', title: 'fixed-rate rule', settings };
}

/**
 * For each actor the most accounts that acted together within one window that holds an act of
 * theirs. Acts are in order of time.
 */
export function crowdLevels(acts: readonly Act[], windowMs: number): Map<string, number> {
  const distinct = countsAtEnds(acts, windowMs);
  const levels = new Map<string, number>();
  // The largest count among the windows that still hold the act, from the last act back.
  const falling: number[] = [];
  let head = 0;
  let next = acts.length - 1;
  const best = new Array<number>(acts.length).fill(0);
  let to = 0;
  for (let from = 0; from < acts.length; from += 1) {
    while (to < acts.length && (acts[to]?.at ?? 0) < (acts[from]?.at ?? 0) + windowMs) {
      while (falling.length > head && (distinct[falling.at(-1) ?? 0] ?? 0) <= (distinct[to] ?? 0)) {
        falling.pop();
      }
      falling.push(to);
      to += 1;
    }
    while ((falling[head] ?? from) < from) head += 1;
    best[from] = distinct[falling[head] ?? from] ?? 0;
  }
  for (; next >= 0; next -= 1) {
    const act = acts[next];
    if (act === undefined) continue;
    levels.set(act.actor, Math.max(best[next] ?? 0, levels.get(act.actor) ?? 0));
  }
  return levels;
}

/** Distinct actors in the window that ends with each act. */
function countsAtEnds(acts: readonly Act[], windowMs: number): readonly number[] {
  const inside = new Map<string, number>();
  let oldest = 0;
  return acts.map((act) => {
    inside.set(act.actor, (inside.get(act.actor) ?? 0) + 1);
    for (let gone = acts[oldest]; gone !== undefined && gone.at <= act.at - windowMs; ) {
      const left = (inside.get(gone.actor) ?? 1) - 1;
      if (left === 0) inside.delete(gone.actor);
      else inside.set(gone.actor, left);
      oldest += 1;
      gone = acts[oldest];
    }
    return inside.size;
  });
}
