import type { ReportShape, SpeechShape } from '../shapes.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Accounts made or bought for the purpose, loosely alike; values are this world's choice. */
export const CREW = {
  freshRatio: 0.5,
  creationClusterDays: 6,
  freshAgeDaysMax: 40,
  sharedDeviceRatio: 0.25,
  sharedNetworkRatio: 0.4,
  sharedProfileRatio: 0.25,
  exposureRatio: 0.25,
  missingRatio: 0.1,
} as const;

/** A crew that took care: older accounts, few traits in common, more fields missing. */
export const CAREFUL_CREW = {
  freshRatio: 0.2,
  creationClusterDays: 60,
  freshAgeDaysMax: 300,
  sharedDeviceRatio: 0.05,
  sharedNetworkRatio: 0.1,
  sharedProfileRatio: 0.05,
  exposureRatio: 0.4,
  missingRatio: 0.3,
} as const;

/** Ordinary people who met the post in an ordinary way. */
export const CROWD = {
  freshRatio: 0.02,
  creationClusterDays: 365,
  freshAgeDaysMax: 400,
  sharedDeviceRatio: 0,
  sharedNetworkRatio: 0,
  sharedProfileRatio: 0,
  exposureRatio: 0.85,
  missingRatio: 0.1,
} as const;

/** What a crew says when it attacks. */
export const ABUSE = { hostile: 0.85, critical: 0.1, neutral: 0.05, supportive: 0 } as const;
/** What an evasive crew says: much of it harmless. */
export const VEILED = { hostile: 0.55, critical: 0.25, neutral: 0.2, supportive: 0 } as const;
export const PRAISE = { hostile: 0.01, critical: 0.04, neutral: 0.15, supportive: 0.8 } as const;
export const TALK = { hostile: 0.01, critical: 0.14, neutral: 0.75, supportive: 0.1 } as const;
export const DISPUTE = { hostile: 0.05, critical: 0.6, neutral: 0.2, supportive: 0.15 } as const;

/** An attack in words, in the middle of its ranges. */
export const ATTACK_SPEECH: SpeechShape = {
  ...CREW,
  actors: 60,
  postsPerActor: 1.4,
  durationMs: 2 * HOUR_MS,
  onset: 'step',
  stances: ABUSE,
  obfuscationRatio: 0,
};

/** A crowd that talks. */
export const CROWD_SPEECH: SpeechShape = {
  ...CROWD,
  actors: 150,
  postsPerActor: 1.2,
  durationMs: 2 * HOUR_MS,
  onset: 'ramp',
  stances: TALK,
  obfuscationRatio: 0,
};

export const FALSE_REPORTS: ReportShape = {
  ...CREW,
  actors: 60,
  durationMs: HOUR_MS,
  noViewRatio: 0.75,
  reasons: 2,
  objectAgeDays: 400,
  upheldRatio: 0.03,
  decidedAfterMs: 3 * HOUR_MS,
};
