/** What keeps a measure waiting for a person; a coded reason of an outcome. */
export const WAIT_REASONS = [
  'needs-a-person',
  'stopped',
  'breaker',
  'quota',
  'isolation-cap',
  'no-safe-path',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];
