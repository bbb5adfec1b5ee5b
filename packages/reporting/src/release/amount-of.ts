import type { PublicFigure } from './release.ts';
import type { ReportWords } from './words.ts';

const TIMES = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const;

/** A number as a reader of the language writes it. */
export function amountOf(value: number, unit: PublicFigure['unit'], words: ReportWords): string {
  const write = (of: number, options: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(words.locale, options).format(of);
  if (unit === 'count') return write(value, {});
  if (unit === 'ratio') return write(value, { style: 'percent', maximumFractionDigits: 1 });
  const [name, length] = TIMES.find(([, ms]) => value >= ms) ?? TIMES[4];
  const options = { style: 'unit', unit: name, unitDisplay: 'long' } as const;
  return write(value / length, { ...options, maximumFractionDigits: 1 });
}
