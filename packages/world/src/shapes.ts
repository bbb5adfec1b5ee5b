import type { REPORT_REASONS } from '@hrd-shield/contracts';

/** Who acts, and how much they look like a crew. Shares are 0 to 1. */
export interface CrewShape {
  readonly actors: number;
  /** Accounts made for the attack; the others are ordinary accounts of the city. */
  readonly freshRatio: number;
  /** Days within which the fresh accounts were made. */
  readonly creationClusterDays: number;
  /** Largest age of a fresh account, days. */
  readonly freshAgeDaysMax: number;
  readonly sharedDeviceRatio: number;
  readonly sharedNetworkRatio: number;
  readonly sharedProfileRatio: number;
  /** Actors who could have met the target's post in an ordinary way. */
  readonly exposureRatio: number;
  /** Optional actor fields that the platform cannot give. */
  readonly missingRatio: number;
  /** Ordinary accounts that had been silent: usual time since their last act, days. */
  readonly dormantDays?: number;
  /** Actors who have long talked with the target. */
  readonly knownRatio?: number;
  /** Devices that one actor changes between; default 1. */
  readonly devicesPerActor?: number;
}

/** What is said, how often and how fast. */
export interface SpeechShape extends CrewShape {
  readonly postsPerActor: number;
  readonly durationMs: number;
  readonly onset: Onset;
  /** Stances of the texts; they sum to 1. */
  readonly stances: Readonly<Record<'hostile' | 'critical' | 'neutral' | 'supportive', number>>;
  /** Letters disguised, share of all letters. */
  readonly obfuscationRatio: number;
  /** How; default `mix` of look-alike letters and zero-width ones. */
  readonly obfuscation?: Obfuscation;
  /** Where hostile texts come from; default `free`. */
  readonly textSource?: TextSource;
  /** Slots that a `slots` text fills in anew each time; the others are fixed for the campaign. */
  readonly slots?: number;
  /** Different texts that `template` copies. */
  readonly templates?: number;
  /** Ways by which it reaches the target, as weights; default mostly replies. */
  readonly channels?: Readonly<Partial<Record<Channel, number>>>;
  /** Harmless posts by those who attack. */
  readonly camouflageRatio?: number;
  /** Posts deleted within the hour. */
  readonly deletionRatio?: number;
  /** Posts with the link of the campaign. */
  readonly linkRatio?: number;
  /** Posts with a picture. */
  readonly mediaRatio?: number;
  /** Bits by which copies of a picture differ in their 64-bit hash, at most. */
  readonly hashJitterBits?: number;
  /** Actors whom one post or community sent. */
  readonly sourceRatio?: number;
  /** Languages that the crew goes through in turn. */
  readonly languages?: number;
}

export const CHANNELS = ['replied', 'mentioned', 'quoted', 'messaged', 'reposted'] as const;
export type Channel = (typeof CHANNELS)[number];
export type TextSource = 'template' | 'slots' | 'paraphrase' | 'free';
export type Obfuscation = 'zero-width' | 'homoglyph' | 'emoji' | 'leet' | 'mix' | 'all';
/**
 * Course of a campaign in time: `step` starts at full rate and decays, `ramp` grows, `even` is
 * flat, `wave` comes three times, `drip` gives each actor a moment of its own, `office` keeps to
 * working hours.
 */
export type Onset = 'step' | 'ramp' | 'even' | 'wave' | 'drip' | 'office';

export interface ReportShape extends CrewShape {
  readonly durationMs: number;
  readonly noViewRatio: number;
  readonly reasons: number;
  /** Age of the reported objects, days. */
  readonly objectAgeDays: number;
  readonly upheldRatio: number;
  readonly decidedAfterMs: number;
  /** Different old objects that are reported; default 4. */
  readonly objects?: number;
  /** The ground that every report gives, where it is one. */
  readonly reason?: (typeof REPORT_REASONS)[number];
}

export interface SignInShape {
  readonly failures: number;
  readonly resets: number;
  /** From the first step to the last. */
  readonly durationMs: number;
  readonly stolenSession: boolean;
  readonly sensitiveSteps: number;
}
