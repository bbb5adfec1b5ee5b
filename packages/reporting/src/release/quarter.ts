import { ShieldError } from '@hrd-shield/contracts';

/** A quarter of a year, in every form that is needed. */
export interface Quarter {
  /** Such as `2026-Q1`. */
  readonly name: string;
  /** Months since January of the year 0, both ends included. */
  readonly months: { readonly from: number; readonly to: number };
  /** Epoch ms; facts from here on count. */
  readonly fromMs: number;
  /** Epoch ms; facts before this count. */
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
const NAME = /^(\d{4})-Q([1-4])$/;

/** @throws ShieldError `config.invalid` when it is no quarter, such as `2026-Q1` */
export function quarterOf(name: string): Quarter {
  const [, year, part] = NAME.exec(name) ?? [];
  if (year === undefined || part === undefined) {
    throw new ShieldError('config.invalid', { detail: `${name} is no quarter such as 2026-Q1` });
  }
  const month = (Number(part) - 1) * 3;
  const from = Number(year) * 12 + month;
  return {
    name,
    months: { from, to: from + 2 },
    fromMs: Date.UTC(Number(year), month),
    toMs: Date.UTC(Number(year), month + 3),
  };
}

/** The last quarter that was over for so many days at a time. @param now epoch ms */
export function settledQuarter(now: number, settleDays: number): Quarter {
  const at = new Date(now - settleDays * DAY_MS);
  const part = Math.floor(at.getUTCMonth() / 3);
  const [year, before] = part === 0 ? [at.getUTCFullYear() - 1, 4] : [at.getUTCFullYear(), part];
  return quarterOf(`${year}-Q${before}`);
}

/** When the facts of a quarter have settled, epoch ms. */
export function settledAt({ toMs }: Quarter, settleDays: number): number {
  return toMs + settleDays * DAY_MS;
}

/**
 * A quarter that has settled: the given one, or the last.
 * @param now epoch ms
 * @throws ShieldError `config.invalid` when it is none, or has not settled yet
 */
export function settledOf(given: string | undefined, now: number, settleDays: number): Quarter {
  if (given === undefined) return settledQuarter(now, settleDays);
  const quarter = quarterOf(given);
  if (settledAt(quarter, settleDays) <= now) return quarter;
  throw new ShieldError('config.invalid', { detail: `${given} has not settled yet` });
}

/** Months since January of the year 0. @param at epoch ms */
export function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
