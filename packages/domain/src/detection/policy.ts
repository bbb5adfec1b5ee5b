import type { ClassifierVerdict } from '@hrd-shield/contracts';
import type { Family, Threat, Tier } from '@hrd-shield/contracts/pure';
import type { DetectorId } from './detector-ids.ts';
import type { DetectorPolicies } from './detector-policies.ts';
import type { Channel } from './state/channels.ts';
import type { Curve } from './statistics/curve.ts';
import type { Sign } from './text/sign-kinds.ts';

export type { CellPolicy, DetectorPolicies } from './detector-policies.ts';

/** Canonical terms: whole words or phrases, and beginnings of inflected words. */
export interface TermSet {
  readonly words: ReadonlySet<string>;
  readonly prefixes: ReadonlySet<string>;
}

/** Canonical terms with what each is a sign of. */
export interface SignTerms {
  readonly words: ReadonlyMap<string, readonly Sign[]>;
  readonly prefixes: ReadonlyMap<string, readonly Sign[]>;
}

/** Terms of one language, already canonical; weak evidence, used where no classifier judged. */
export interface Lexicon {
  readonly language: string;
  /** `substring` for scripts without word spaces. */
  readonly matching: 'word' | 'substring';
  readonly hostile: TermSet;
  readonly supportive: TermSet;
  readonly signs: SignTerms;
}

/** When a crew without a visible way counts without a hostile stance. */
export interface UninvitedRules {
  readonly exposureMin: number;
  readonly actorsMin: number;
  readonly leaningMin: number;
}

/** Rules that hold from `startsAt` until `endsAt`, in some countries or everywhere. */
export interface PolicyWindow {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly countries: readonly string[];
  readonly policy: DetectionPolicy;
}

/** The rules of some countries, complete, and with their crises; a country is in one at most. */
export interface RegionPolicy {
  readonly countries: readonly string[];
  readonly policy: DetectionPolicy;
}

/**
 * Every weight and threshold of detection as data, parsed from the reviewed rule file. Signals
 * carry its hash.
 */
export interface DetectionPolicy {
  readonly hash: string;
  readonly version: string;
  /** Detectors that run; the others are switched off. */
  readonly active: readonly DetectorId[];
  readonly time: {
    readonly latenessMs: number;
    readonly dwellMs: number;
    readonly campaignLifeMs: number;
    readonly recurrenceMs: number;
  };
  readonly baseline: {
    readonly peerPerHour: Readonly<Record<Channel, number>>;
    readonly priorEvents: number;
    readonly profileWeeks: number;
    readonly memoryWeeks: number;
    readonly dispersion: number;
    readonly dispersionOfDay: number;
    readonly coldStartMs: number;
    readonly coldStartFactor: number;
    readonly weeklyGrowthMax: number;
    readonly surpriseMax: number;
  };
  readonly hostility: {
    readonly providerTrust: Readonly<Record<string, number>>;
    readonly labels: Readonly<
      Record<ClassifierVerdict['label'], { hostile: number; supportive: number; trust: number }>
    >;
    readonly lexiconTrust: number;
    readonly hitShare: number;
    readonly noHitTrust: number;
    readonly noHitHostile: number;
    readonly adverseMin: number;
    readonly adverseLeanMin: number;
    readonly weightMin: number;
    readonly gateMin: number;
    readonly reliability: readonly {
      readonly languages: readonly string[];
      readonly hit: number;
      readonly false: number;
    }[];
    readonly lexiconLean: { readonly hit: number; readonly miss: number; readonly support: number };
    readonly attackShare: number;
    readonly disputeShare: number;
    readonly voicesFull: number;
    readonly voicesAlike: number;
    readonly contradictedMax: number;
    readonly leaning: Curve;
    readonly supportive: Curve;
    readonly fullWeight: number;
  };
  readonly exposure: { readonly knownMin: number; readonly share: Curve };
  readonly cohort: {
    readonly youngMs: number;
    readonly dormantMs: number;
    readonly spanMs: number;
    readonly spanBackground: number;
    readonly actorsMin: number;
    readonly sharedMin: number;
    readonly creationSurprise: Curve;
    readonly deviceShare: Curve;
    readonly youngShare: Curve;
    readonly dormantShare: Curve;
    readonly profileShare: Curve;
  };
  readonly recurrence: { readonly actorsMin: number; readonly share: Curve };
  readonly benign: {
    readonly solidarity: { readonly shareMin: number; readonly contribution: number };
    readonly shareTemplate: { readonly shareMin: number; readonly contribution: number };
    readonly quotes: { readonly shareMin: number; readonly contribution: number };
    readonly familiar: { readonly shareMin: number; readonly contribution: number };
    readonly upheldReports: { readonly shareMin: number; readonly contribution: number };
  };
  readonly nearDuplicate: {
    readonly jaccardMin: number;
    readonly lengthRatioMin: number;
    readonly charsMin: number;
    readonly quoteContainmentMin: number;
  };
  /** Declared crises with the rules that hold meanwhile, the one declared last at the end. */
  readonly windows: readonly PolicyWindow[];
  /** Where other thresholds hold. */
  readonly regions: readonly RegionPolicy[];
  readonly fusion: {
    readonly prior: number;
    readonly elevatedRisk: number;
    readonly secondBest: number;
    readonly linked: number;
    readonly families: Readonly<Record<Family, { readonly min: number; readonly max: number }>>;
    readonly countsAsFamily: number;
    readonly countsAsInauthentic: number;
    readonly cohortExposureMin: number;
    readonly chancePublic: { readonly actors: number; readonly share: number };
    /** At or below it a crowd is a public, which opens no gate by what it says. */
    readonly publicExposureMax: number;
    /** Voices that share one piece, or one text, are no independent judgements: they need more. */
    readonly article: { readonly shareMin: number; readonly leaningMin: number };
    /** What stands in for a hostile stance: copied texts, or a cohort, without a visible way. */
    readonly copied: UninvitedRules & {
      readonly shareMin: number;
      readonly contentMin: number;
      readonly supportiveMax: number;
    };
    /** The same where copies are made to look unlike each other. */
    readonly disguised: UninvitedRules;
    readonly actorsMin: number;
    readonly tiers: Readonly<
      Record<Exclude<Tier, 'none'>, { readonly enter: number; readonly exit: number }>
    >;
    readonly calibration: Curve;
    /** The same while a gate is closed. */
    readonly calibrationGated: Curve;
    readonly reviseAtGrowth: number;
    readonly reviseAfterMs: number;
  };
  readonly campaign: {
    readonly jaccardMin: number;
    readonly containmentMin: number;
    readonly fingerprintMin: number;
    readonly sameThreatMs: number;
  };
  readonly posterior: {
    readonly presence: number;
    readonly nearDuplicate: number;
    readonly recurrence: number;
    readonly sharedDevice: number;
    readonly creationCluster: number;
    readonly sharedProfile: number;
    readonly young: number;
    readonly woken: number;
    readonly leanMin: number;
    readonly leanMax: number;
    readonly unexposed: number;
    readonly exposed: number;
    readonly sent: number;
    readonly crowdUsual: number;
    readonly crowdMax: number;
    readonly ownMin: number;
    readonly unseenReport: number;
    readonly falseReporter: number;
    readonly listMin: number;
  };
  readonly detectors: DetectorPolicies;
  readonly threatOrder: readonly Threat[];
  readonly lexicons: readonly Lexicon[];
}
