import type { DefenderRef } from '../ids.ts';

/** Names that client and workflow share. */
export const REVIEW_DESIGNATION = {
  workflow: 'reviewDesignation',
  changed: 'designationChanged',
} as const;

export function reviewWorkflowId(defender: DefenderRef): string {
  return `designation:${defender}`;
}
