import { FAMILIES, THREATS } from '@hrd-shield/contracts';
import { z } from 'zod';
import { count, curve, number, pair, positive, ratio } from './quantity.ts';

const label = z.strictObject({ hostile: ratio, supportive: ratio, trust: ratio });
const bounds = z.strictObject({ min: number, max: number });
const hysteresis = z.strictObject({ enter: ratio, exit: ratio });
const benign = z.strictObject({ shareMin: ratio, contribution: number });
const smoothing = z.strictObject({ pseudo: positive, known: ratio });

const D1 = z.strictObject({
  novelActorsMin: count,
  actorsPerEventMin: ratio,
  surpriseMin: positive,
  surprise: curve,
  hostilityMin: ratio,
});
const D2 = z.strictObject({
  hourlyRatio: positive,
  hourlyAlarm: positive,
  dailyRatio: positive,
  dailyAlarm: positive,
  actorsMin: count,
  evidence: curve,
});
const D3 = z.strictObject({
  actorsMin: count,
  shareMin: ratio,
  actorsAlone: count,
  obfuscatedActorsMin: count,
  obfuscationMin: ratio,
  actors: curve,
  obfuscation: curve,
  burst: curve,
});
const D7 = z.strictObject({
  reportersMin: count,
  surpriseMin: positive,
  unseenShareMin: ratio,
  upheldShareMax: ratio,
  knownMin: count,
  surprise: curve,
  unseenShare: curve,
  sameReason: curve,
  reporterUpheld: curve,
  defenderUpheld: curve,
  upheldPrior: pair,
});
const D14 = z.strictObject({
  smoothing: z.strictObject({
    device: smoothing,
    network: smoothing,
    country: smoothing,
    agent: smoothing,
  }),
  historyMin: count,
  stepUpFactor: positive,
  travelKmPerHour: positive,
  travelKmMin: positive,
  travelFactor: positive,
  riskyRatio: positive,
  sensitiveRatio: positive,
  sequenceMs: count,
  failuresMin: count,
  failureWindowMs: count,
  resetsMin: count,
  resetWindowMs: count,
  holdMs: count,
  quarantineMs: count,
  riskyLogin: number,
  failureBurst: number,
  resetFlood: number,
  takeover: number,
});

/** The shape of `rules/detection.yaml`; parses to the values of a `DetectionPolicy`. */
export const DetectionRules = z.strictObject({
  version: z.string().min(1),
  time: z.strictObject({
    latenessMs: count,
    dwellMs: count,
    campaignLifeMs: count,
    recurrenceMs: count,
  }),
  baseline: z.strictObject({
    peerPerHour: z.strictObject({
      speech: positive,
      adverse: positive,
      report: positive,
      amplify: positive,
    }),
    priorEvents: positive,
    profileWeeks: positive,
    memoryWeeks: positive,
    dispersion: positive,
    coldStartMs: count,
    coldStartFactor: positive,
    weeklyGrowthMax: positive,
    surpriseMax: positive,
  }),
  hostility: z.strictObject({
    providerTrust: z.record(z.string(), ratio),
    labels: z.strictObject({
      hostile: label,
      threat: label,
      sexualised: label,
      supportive: label,
      neutral: label,
      spam: label,
      other: label,
    }),
    lexiconTrust: ratio,
    hitShare: ratio,
    noHitTrust: ratio,
    noHitHostile: ratio,
    adverseMin: ratio,
    weightMin: positive,
    gateMin: ratio,
    hostile: curve,
    supportive: curve,
    fullWeight: positive,
  }),
  exposure: z.strictObject({ knownMin: count, share: curve }),
  cohort: z.strictObject({
    youngMs: count,
    dormantMs: count,
    spanMs: count,
    spanBackground: ratio,
    actorsMin: count,
    sharedMin: count,
    creationSurprise: curve,
    deviceShare: curve,
    youngShare: curve,
    dormantShare: curve,
    profileShare: curve,
  }),
  recurrence: z.strictObject({ actorsMin: count, share: curve }),
  benign: z.strictObject({
    solidarity: benign,
    shareTemplate: benign,
    quotes: benign,
    familiar: benign,
    upheldReports: benign,
  }),
  nearDuplicate: z.strictObject({
    jaccardMin: ratio,
    lengthRatioMin: ratio,
    charsMin: count,
    quoteContainmentMin: ratio,
  }),
  fusion: z.strictObject({
    prior: number,
    secondBest: ratio,
    families: z.record(z.enum(FAMILIES), bounds),
    countsAsFamily: number,
    countsAsInauthentic: number,
    actorsMin: count,
    tiers: z.strictObject({ watch: hysteresis, guard: hysteresis, shield: hysteresis }),
    calibration: curve,
    reviseAtGrowth: positive,
  }),
  campaign: z.strictObject({ jaccardMin: ratio, containmentMin: ratio, fingerprintMin: ratio }),
  posterior: z.strictObject({
    presence: number,
    nearDuplicate: number,
    recurrence: number,
    sharedDevice: number,
    creationCluster: number,
    sharedProfile: number,
    young: number,
    hostile: number,
    unexposed: number,
    unseenReport: number,
    falseReporter: number,
    listMin: ratio,
  }),
  detectors: z.strictObject({ D1, D2, D3, D7, D14 }),
  threatOrder: z.array(z.enum(THREATS)).length(THREATS.length),
});
