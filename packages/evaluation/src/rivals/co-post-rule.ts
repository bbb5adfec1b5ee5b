import type { Act } from './acts.ts';
import { componentSizes, type Edge } from './components.ts';
import type { Rival, RivalSetting } from './rival.ts';
import type { RivalRun } from './rival-run.ts';

/** @source Schoch, Keller, Stier and Yang 2022: the same message within one minute */
const WINDOW_MS = 60_000;
const TIMES = [1, 2, 3, 5, 10] as const;
/** Accounts that a component needs to alarm, one threshold each; the rival is shown at its best. */
export const COMPONENT_SIZES = [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30];

/**
 * The one-minute rule: accounts that write the same text, or repost the same post, within a minute,
 * so many times. Groups are connected components.
 */
export function coPostRule(runs: readonly RivalRun[]): Rival {
  const edges = new Map(runs.map((run) => [run.id, coPosts(run.acts)] as const));
  const settings = TIMES.map(
    (times): RivalSetting => ({
      name: `one minute, ${times} times`,
      levels: new Map([...edges].map(([id, found]) => [id, componentSizes(found, times)] as const)),
      thresholds: COMPONENT_SIZES,
      levelOf: 'accounts in the component',
    }),
  );
  return { id: 'co-post', title: 'one-minute co-post rule', settings };
}

/** Pairs of accounts with the number of times that they did the same within a minute. */
export function coPosts(acts: readonly Act[]): readonly Edge[] {
  const byDeed = new Map<string, Act[]>();
  for (const act of acts) {
    const deed = deedOf(act);
    if (deed === undefined) continue;
    const same = byDeed.get(deed);
    if (same === undefined) byDeed.set(deed, [act]);
    else same.push(act);
  }
  const edges = new Map<string, Edge>();
  for (const same of byDeed.values()) {
    same.forEach((act, i) => {
      const near = new Set<string>();
      for (let j = i + 1; j < same.length; j += 1) {
        const other = same[j];
        if (other === undefined || other.at - act.at > WINDOW_MS) break;
        if (other.actor !== act.actor) near.add(other.actor);
      }
      for (const other of near) {
        const [a = '', b = ''] = [act.actor, other].sort();
        const key = `${a}\n${b}`;
        edges.set(key, { a, b, weight: (edges.get(key)?.weight ?? 0) + 1 });
      }
    });
  }
  return [...edges.values()];
}

function deedOf(act: Act): string | undefined {
  if (act.kind === 'repost') return act.parent === undefined ? undefined : `repost ${act.parent}`;
  if (act.kind !== 'speech' || act.text === undefined) return undefined;
  return `text ${act.text.trim().toLowerCase()}`;
}
