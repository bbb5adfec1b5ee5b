import { canonicalJson, hashOf } from './canonical-json.ts';
import { figuresIn, type PlacedFigure } from './figures-in.ts';
import type { FrozenInputs } from './frozen-inputs.ts';
import { computeRun, type FrozenRun } from './frozen-run.ts';

/** What computing a run again came to. */
export interface RunVerification {
  /** Everything holds: inputs, name and every digit. */
  readonly ok: boolean;
  readonly figures: number;
  /** Share of the figures that came out the same, 0 to 1. */
  readonly identical: number;
  /** What does not hold, one sentence each. */
  readonly problems: readonly string[];
  /** Another version computed it now; the digits must be the same all the same. */
  readonly isOtherCode: boolean;
}

/** Computes a run again from its frozen inputs and compares every digit. Pure. */
export function verifyRun(
  run: FrozenRun,
  inputs: FrozenInputs,
  codeVersion: string,
): RunVerification {
  const { codeVersion: usedCode, corrects } = run;
  const published = figuresIn(run);
  const isOtherCode = codeVersion !== usedCode;
  if (hashOf(inputs) !== run.inputsHash) {
    // Rows that somebody changed need not even be rows that can be computed.
    const problems = ['the inputs are not those of the run'];
    return { ok: false, figures: published.length, identical: 0, problems, isOtherCode };
  }
  const again = computeRun(inputs, {
    codeVersion: usedCode,
    ...(corrects === undefined ? {} : { corrects }),
  });
  const computed = new Map(figuresIn(again).map((each) => [keyOf(each), each]));
  const different = published.filter((each) => {
    const other = computed.get(keyOf(each));
    return other === undefined || canonicalJson(other.figure) !== canonicalJson(each.figure);
  });
  const isSameName = again.run === run.run;
  const problems = [
    ...different.map(({ benchmark, place }) => `${benchmark} ${place} comes out otherwise`),
    ...(computed.size === published.length ? [] : ['the run does not hold every figure']),
    ...(isSameName ? [] : ['the name of the run does not fit what it holds']),
  ];
  const same = published.length - different.length;
  return {
    ok: problems.length === 0,
    figures: published.length,
    identical: published.length === 0 ? 1 : same / published.length,
    problems,
    isOtherCode,
  };
}

function keyOf({ benchmark, place }: PlacedFigure): string {
  return `${benchmark} ${place}`;
}
