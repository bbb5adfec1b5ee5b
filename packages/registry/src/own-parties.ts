import type { Party } from '@hrd-shield/domain/registry';

/** Whoever acts with a token of a designation; that of a delegate acts for the first one. */
export const OWN_PARTIES = {
  defender: { kind: 'defender', session: 'trusted' },
  delegate: { kind: 'delegate', delegate: '1' },
} as const satisfies Readonly<Record<string, Party>>;
