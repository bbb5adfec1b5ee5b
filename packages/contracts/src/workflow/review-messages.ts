import type { DefenderRef } from '../ids.ts';

/** Names that client and workflow share. */
export const REVIEW_DESIGNATION = {
  workflow: 'reviewDesignation',
  changed: 'designationChanged',
} as const;

/**
 * One workflow a designation keeps its clocks: review, grace, emergency and cooling-off. Built of a
 * pseudonym alone.
 */
export function reviewWorkflowId(defender: DefenderRef): string {
  return `designation:${defender}`;
}
