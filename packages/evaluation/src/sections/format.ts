import type { Estimate } from '../metrics/intervals.ts';

/** A share with its interval for people. */
export function percent({ high, low, sample, value }: Estimate): string {
  if (sample === 0 || Number.isNaN(value)) return '–';
  return `${cent(value)} (${cent(low)}–${cent(high)})`;
}

/** A share without its interval. */
export function cent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–';
}

/** Three digits that count; whole numbers stay whole. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return 'never';
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
