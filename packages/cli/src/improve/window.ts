import { ShieldError } from '@hrd-shield/contracts';
import type { Command } from 'commander';
import { instantOf } from '../commands/open-facts.ts';

/** The part of time that is looked at, as typed. */
export interface Window {
  readonly from?: string;
  readonly to?: string;
}

/** Adds the two options by which commands over recorded outcomes are given their span. */
export function withWindow(command: Command): Command {
  return command
    .option('--from <instant>', 'from here on, RFC 3339 or a day; the beginning when absent')
    .option('--to <instant>', 'up to here; now when absent');
}

/** @returns epoch ms @throws ShieldError `config.invalid` */
export function windowOf(
  { from, to }: Window,
  now: number,
): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = instantOf(from, 0);
  const toMs = instantOf(to, now);
  if (fromMs === undefined || toMs === undefined || fromMs >= toMs) {
    const detail = '--from and --to are days or instants, such as 2026-10-01, in this order';
    throw new ShieldError('config.invalid', { detail });
  }
  return { fromMs, toMs };
}
