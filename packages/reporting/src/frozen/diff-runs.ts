import { canonicalJson } from './canonical-json.ts';
import { figuresIn } from './figures-in.ts';
import type { FrozenRun } from './frozen-run.ts';

/** One figure that is not the same in two runs; null where a run does not have it. */
export interface FigureChange {
  readonly benchmark: string;
  readonly place: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** What differs between two runs, and what about their making explains it. */
export interface RunDiff {
  readonly isOtherInput: boolean;
  readonly isOtherCode: boolean;
  /** Benchmarks whose definition is another one. */
  readonly formulas: readonly string[];
  readonly changes: readonly FigureChange[];
}

/** Compares two frozen runs figure by figure. */
export function diffRuns(before: FrozenRun, after: FrozenRun): RunDiff {
  const formulasAfter = new Map(after.benchmarks.map((each) => [each.id, each.formulaHash]));
  const formulas = before.benchmarks.filter(
    ({ formulaHash, id }) => (formulasAfter.get(id) ?? formulaHash) !== formulaHash,
  );
  const [old, now] = [placed(before), placed(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const changes = keys.flatMap((key): readonly FigureChange[] => {
    const [one, other] = [old.get(key), now.get(key)];
    const place = one ?? other;
    if (place === undefined) return [];
    const isSame = canonicalJson(one?.figure) === canonicalJson(other?.figure);
    if (isSame) return [];
    const { benchmark } = place;
    const sides = { before: one?.figure ?? null, after: other?.figure ?? null };
    return [{ benchmark, place: place.place, ...sides }];
  });
  return {
    isOtherInput: before.inputsHash !== after.inputsHash,
    isOtherCode: before.codeVersion !== after.codeVersion,
    formulas: formulas.map(({ id }) => id),
    changes,
  };
}

function placed(run: FrozenRun): ReadonlyMap<string, ReturnType<typeof figuresIn>[number]> {
  return new Map(figuresIn(run).map((each) => [`${each.benchmark} ${each.place}`, each]));
}
