import { DESK_CODES } from './error-codes/desk-codes.ts';
import { FLOW_CODES } from './error-codes/flow-codes.ts';
import { PEOPLE_CODES } from './error-codes/people-codes.ts';

export type { ErrorEntry } from './error-codes/error-entry.ts';

/** The closed list. A code is never reused for another meaning. */
export const ERROR_CODES = { ...FLOW_CODES, ...PEOPLE_CODES, ...DESK_CODES } as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What stops a targeting event: the reason is a metric label, so the list is closed. */
export const DROP_REASONS = [
  'not-a-defender',
  'designation-inactive',
  'outside-consent',
  'actor-forgotten',
  'duplicate',
  'stale-version',
  'not-used',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];
