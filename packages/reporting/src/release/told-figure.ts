import { amountOf } from './amount-of.ts';
import type { PublicFigure } from './release.ts';
import type { ReportWords } from './words.ts';

/** A figure as a reader of the language sees it; empty texts where there is nothing to say. */
export interface ToldFigure {
  readonly value: string;
  readonly interval: string;
  readonly sample: string;
}

type Amounts = Pick<PublicFigure, 'state' | 'unit' | 'value' | 'lower' | 'upper' | 'sample'>;

/** Writes a figure in words: `withheld`, `not reached` and `nothing recorded` are values too. */
export function toldFigure(figure: Amounts, words: ReportWords): ToldFigure {
  const { lower, sample, state, unit, upper, value } = figure;
  const shown =
    state === 'value'
      ? amountOf(value ?? 0, unit, words)
      : state === 'not-reached'
        ? `${words.states[state]} ${amountOf(lower ?? 0, unit, words)}`
        : words.states[state];
  const hasInterval = state === 'value' && lower !== null && lower !== (upper ?? undefined);
  const top = upper === null ? words.states.open : amountOf(upper, unit, words);
  return {
    value: shown,
    interval: hasInterval ? `${amountOf(lower, unit, words)} – ${top}` : '',
    sample: sample === null ? '' : amountOf(sample, 'count', words),
  };
}
