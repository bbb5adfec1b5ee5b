import type { CrewShape, ReportShape, SignInShape, SpeechShape } from './shapes.ts';

/**
 * Parameters at three difficulties of the kinds that the demo plays and the catalogue holds. Data, not
 * code: the ranges come from the attack and look-alike catalogues, the values inside them are a choice.
 * @source detection notes, 5.3
 */
export const DIFFICULTIES = ['easy', 'medium', 'evasive'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CREW: CrewShape = {
  actors: 120,
  freshRatio: 0.5,
  creationClusterDays: 6,
  freshAgeDaysMax: 40,
  sharedDeviceRatio: 0.25,
  sharedNetworkRatio: 0.4,
  sharedProfileRatio: 0.25,
  exposureRatio: 0.25,
  missingRatio: 0.1,
};
/** A crew that took care to share little. */
export const EVASIVE_CREW: Partial<CrewShape> = {
  freshRatio: 0.2,
  creationClusterDays: 60,
  freshAgeDaysMax: 300,
  sharedDeviceRatio: 0.05,
  sharedNetworkRatio: 0.1,
  sharedProfileRatio: 0.05,
  exposureRatio: 0.4,
  missingRatio: 0.3,
};
/** Ordinary people, who met the post in an ordinary way. */
const CROWD: CrewShape = {
  actors: 250,
  freshRatio: 0.02,
  creationClusterDays: 365,
  freshAgeDaysMax: 400,
  sharedDeviceRatio: 0,
  sharedNetworkRatio: 0,
  sharedProfileRatio: 0,
  exposureRatio: 0.85,
  missingRatio: 0.1,
};
const ABUSE = { hostile: 0.85, critical: 0.1, neutral: 0.05, supportive: 0 } as const;

/** Many at once, on one post. */
export const pileOn: SpeechShape = {
  ...CREW,
  postsPerActor: 1.3,
  durationMs: 40 * MINUTE_MS,
  onset: 'step',
  stances: ABUSE,
  obfuscationRatio: 0,
};
const copypasta: SpeechShape = {
  ...CREW,
  actors: 45,
  postsPerActor: 1.5,
  durationMs: 3 * HOUR_MS,
  onset: 'even',
  stances: { hostile: 1, critical: 0, neutral: 0, supportive: 0 },
  obfuscationRatio: 0.02,
};
const falseReports: ReportShape = {
  ...CREW,
  actors: 70,
  durationMs: 50 * MINUTE_MS,
  noViewRatio: 0.75,
  reasons: 2,
  objectAgeDays: 400,
  upheldRatio: 0.03,
  decidedAfterMs: 3 * HOUR_MS,
};
const takeover: SignInShape = {
  failures: 4,
  resets: 1,
  durationMs: 12 * MINUTE_MS,
  stolenSession: false,
  sensitiveSteps: 3,
};
const supportWave: SpeechShape = {
  ...CROWD,
  postsPerActor: 1.2,
  durationMs: 2 * HOUR_MS,
  onset: 'ramp',
  stances: { hostile: 0.01, critical: 0.04, neutral: 0.15, supportive: 0.8 },
  obfuscationRatio: 0,
};

export const PRESETS = {
  A01: {
    easy: { ...pileOn, actors: 250, durationMs: 20 * MINUTE_MS, freshRatio: 0.7 },
    medium: pileOn,
    evasive: { ...pileOn, ...EVASIVE_CREW, actors: 50, durationMs: 4 * HOUR_MS, onset: 'even' },
  },
  A03: {
    easy: { ...copypasta, actors: 80, durationMs: HOUR_MS, obfuscationRatio: 0 },
    medium: copypasta,
    evasive: { ...copypasta, ...EVASIVE_CREW, actors: 15, durationMs: 10 * HOUR_MS },
  },
  A15: {
    easy: { ...falseReports, actors: 150, noViewRatio: 0.9, durationMs: 30 * MINUTE_MS },
    medium: falseReports,
    evasive: {
      ...falseReports,
      ...EVASIVE_CREW,
      actors: 30,
      noViewRatio: 0.4,
      reasons: 5,
      durationMs: 8 * HOUR_MS,
    },
  },
  A22: {
    easy: { ...takeover, failures: 12, resets: 3, durationMs: 6 * MINUTE_MS },
    medium: takeover,
    evasive: { ...takeover, failures: 0, resets: 0, stolenSession: true, sensitiveSteps: 2 },
  },
  B01: {
    easy: { ...supportWave, actors: 120 },
    medium: supportWave,
    evasive: { ...supportWave, actors: 500, durationMs: 30 * MINUTE_MS, exposureRatio: 0.7 },
  },
  B02: {
    easy: { ...supportWave, actors: 40, onset: 'even' },
    medium: { ...supportWave, actors: 90, durationMs: 5 * HOUR_MS, onset: 'even' },
    evasive: { ...supportWave, actors: 200, durationMs: HOUR_MS, exposureRatio: 0.6 },
  },
  B04: {
    easy: {
      ...supportWave,
      actors: 120,
      stances: { hostile: 0, critical: 0.11, neutral: 0.79, supportive: 0.1 },
    },
    medium: {
      ...supportWave,
      actors: 260,
      durationMs: HOUR_MS,
      onset: 'step',
      exposureRatio: 0.75,
      stances: { hostile: 0, critical: 0.18, neutral: 0.72, supportive: 0.1 },
    },
    evasive: {
      ...supportWave,
      actors: 500,
      durationMs: 30 * MINUTE_MS,
      onset: 'step',
      exposureRatio: 0.7,
      stances: { hostile: 0.02, critical: 0.29, neutral: 0.6, supportive: 0.09 },
    },
  },
  B05: {
    easy: {
      ...supportWave,
      actors: 80,
      stances: { hostile: 0.02, critical: 0.3, neutral: 0.4, supportive: 0.28 },
    },
    medium: {
      ...supportWave,
      actors: 180,
      durationMs: 4 * HOUR_MS,
      onset: 'step',
      exposureRatio: 0.8,
      stances: { hostile: 0.05, critical: 0.5, neutral: 0.25, supportive: 0.2 },
    },
    evasive: {
      ...supportWave,
      actors: 300,
      durationMs: 90 * MINUTE_MS,
      onset: 'step',
      exposureRatio: 0.7,
      stances: { hostile: 0.1, critical: 0.6, neutral: 0.2, supportive: 0.1 },
    },
  },
  B16: {
    easy: { ...takeover, failures: 0, resets: 0, sensitiveSteps: 0, durationMs: 6 * HOUR_MS },
    medium: { ...takeover, failures: 1, resets: 0, sensitiveSteps: 0, durationMs: 6 * HOUR_MS },
    evasive: { ...takeover, failures: 2, resets: 1, sensitiveSteps: 1, durationMs: 2 * HOUR_MS },
  },
  B17: {
    easy: {
      ...falseReports,
      ...CROWD,
      actors: 30,
      noViewRatio: 0.03,
      reasons: 3,
      objectAgeDays: 0,
      upheldRatio: 0.9,
      durationMs: 4 * HOUR_MS,
    },
    medium: {
      ...falseReports,
      ...CROWD,
      actors: 60,
      noViewRatio: 0.08,
      reasons: 4,
      objectAgeDays: 0,
      upheldRatio: 0.85,
      decidedAfterMs: HOUR_MS,
      durationMs: 3 * HOUR_MS,
    },
    evasive: {
      ...falseReports,
      ...CROWD,
      actors: 100,
      noViewRatio: 0.2,
      reasons: 2,
      objectAgeDays: 0,
      upheldRatio: 0.8,
      decidedAfterMs: 2 * HOUR_MS,
      durationMs: HOUR_MS,
    },
  },
} as const satisfies Record<string, Record<Difficulty, SpeechShape | ReportShape | SignInShape>>;
