import { unreachable } from '@hrd-shield/contracts';
import type { Figure } from '@hrd-shield/domain';

export type Unit = 'ms' | 'ratio' | 'count';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A figure in words: a number, or why there is none. */
export function formatFigure(figure: Figure, unit: Unit, scale = 1): string {
  switch (figure.kind) {
    case 'value':
      return formatAmount(figure.value * scale, unit);
    case 'not-reached':
      return `not reached in ${formatAmount(figure.moreThan * scale, unit)}`;
    case 'withheld':
      return `withheld (under ${figure.minimumCell})`;
    case 'no-data':
      return 'no data';
    default:
      return unreachable(figure);
  }
}

/** The 95 % interval, or nothing where there is none or it is the figure itself. */
export function formatInterval(figure: Figure, unit: Unit, scale = 1): string {
  if (figure.kind !== 'value') return '';
  const { lower, upper } = figure.interval;
  if (lower === upper) return '';
  const top = upper === 'open' ? 'open' : formatAmount(upper * scale, unit);
  return `${formatAmount(lower * scale, unit)} to ${top}`;
}

/** How many were looked at, and how many of them are still open. */
export function formatSample(figure: Figure): string {
  if (figure.kind === 'withheld') return `under ${figure.minimumCell}`;
  if (figure.kind === 'no-data') return '0';
  const open = figure.n - figure.observed;
  return open > 0 ? `${group(figure.n)}, ${group(open)} open` : group(figure.n);
}

/**
 * An amount in the words of its unit: a duration, a percentage, or a count with its thousands
 * grouped.
 *
 * @param value in ms, 0 to 1, or a count
 */
export function formatAmount(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'ratio':
      return `${(value * 100).toFixed(value > 0.99 && value < 1 ? 2 : 1)} %`;
    case 'count':
      return Number.isInteger(value) || value >= 10
        ? group(Math.round(value))
        : value.toPrecision(2);
    default:
      return unreachable(unit);
  }
}

/**
 * A duration with the two largest units that matter.
 * @param digits of seconds below a minute, after the point
 */
export function formatDuration(ms: number, digits = 1): string {
  if (ms < 0) return `\u2212${formatDuration(-ms, digits)}`;
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(digits)} s`;
  if (ms < HOUR_MS) return twoUnits(ms, [MINUTE_MS, 'min'], [SECOND_MS, 's']);
  if (ms < DAY_MS) return twoUnits(ms, [HOUR_MS, 'h'], [MINUTE_MS, 'min']);
  return twoUnits(ms, [DAY_MS, 'd'], [HOUR_MS, 'h']);
}

type DurationUnit = readonly [ms: number, name: string];

function twoUnits(ms: number, large: DurationUnit, small: DurationUnit): string {
  const rounded = Math.round(ms / small[0]) * small[0];
  const rest = (rounded % large[0]) / small[0];
  const whole = `${Math.floor(rounded / large[0])} ${large[1]}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small[1]}`;
}

function group(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
