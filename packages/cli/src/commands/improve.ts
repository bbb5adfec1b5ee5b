import type { Command } from 'commander';
import { registerActions } from '../improve/register-actions.ts';
import { registerPrecision } from '../improve/register-precision.ts';
import { registerProposals } from '../improve/register-proposals.ts';
import { registerReviews } from '../improve/register-reviews.ts';
import type { Shell } from '../shell/shell.ts';

/** `improve`: how the product looks at its own mistakes, and what becomes of them. */
export function registerImprove(program: Command, shell: Shell): void {
  const improve = program
    .command('improve')
    .description('precision, drift, blind reviews, proposals and actions: learning from mistakes');
  registerPrecision(improve, shell);
  registerReviews(improve, shell);
  registerProposals(improve, shell);
  registerActions(improve, shell);
}
