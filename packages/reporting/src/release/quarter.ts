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
  const at = new Date(now - settleDays * 86_400_000);
  const part = Math.floor(at.getUTCMonth() / 3);
  const [year, before] = part === 0 ? [at.getUTCFullYear() - 1, 4] : [at.getUTCFullYear(), part];
  return quarterOf(`${year}-Q${before}`);
}

/** Months since January of the year 0. @param at epoch ms */
export function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
