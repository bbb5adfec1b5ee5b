import type { Command } from 'commander';
import { registerPrecision } from '../improve/register-precision.ts';
import { registerReviews } from '../improve/register-reviews.ts';
import type { Shell } from '../shell/shell.ts';

/** `improve`: how the product looks at its own mistakes, and what becomes of them. */
export function registerImprove(program: Command, shell: Shell): void {
  const improve = program
    .command('improve')
    .description('precision, drift, blind reviews, proposals and actions: learning from mistakes');
  registerPrecision(improve, shell);
  registerReviews(improve, shell);
}
