import type { Curve } from './statistics/curve.ts';
import type { ItemType } from './text/personal-items.ts';

/** The way evidence of one detector is weighed; each detector reads its own part. */
export interface DetectorPolicies {
  readonly D1: {
    readonly novelActorsMin: number;
    readonly actorsPerEventMin: number;
    readonly surpriseMin: number;
    readonly surprise: Curve;
    readonly leaningMin: number;
  };
  readonly D2: {
    readonly hourlyRatio: number;
    readonly hourlyAlarm: number;
    readonly dailyRatio: number;
    readonly dailyAlarm: number;
    readonly hourCountMax: number;
    readonly sumMaxFactor: number;
    readonly strangersAlarm: number;
    readonly hiddenAlarm: number;
    readonly hiddenShare: number;
    readonly publicShare: number;
    readonly exposureAlone: number;
    readonly windowMs: number;
    readonly actorsMin: number;
    readonly returningMin: number;
    readonly cohortMin: number;
    readonly cohortAlone: number;
    readonly heightMin: number;
    readonly leaningMin: number;
    readonly sum: Curve;
  };
  readonly D3: {
    readonly actorsMin: number;
    readonly shareMin: number;
    readonly actorsAlone: number;
    readonly tightMin: number;
    readonly variedMax: number;
    readonly obfuscatedActorsMin: number;
    readonly obfuscationMin: number;
    readonly actors: Curve;
    readonly obfuscation: Curve;
    readonly burst: Curve;
  };
  readonly D4: {
    readonly qMax: number;
    readonly targetsMin: number;
    readonly actorsMin: number;
    readonly halfLifeMs: number;
    readonly share: Curve;
  };
  readonly D5: {
    readonly actorsMin: number;
    readonly signsMin: number;
    readonly surpriseMin: number;
    readonly dormantShareMin: number;
    readonly exposedShareMax: number;
    readonly dormantUsual: number;
    readonly dormantSurpriseMin: number;
    readonly copiesMin: number;
    readonly retractedShareMin: number;
    readonly retractedWithinMs: number;
    readonly retracted: Curve;
    readonly burst: Curve;
  };
  readonly D6: {
    readonly windowMs: number;
    readonly actorsMin: number;
    readonly shareMin: number;
    readonly leaningMin: number;
    readonly share: Curve;
    readonly burst: Curve;
  };
  readonly D7: {
    readonly reportersMin: number;
    readonly surpriseMin: number;
    readonly unseenShareMin: number;
    readonly upheldShareMax: number;
    readonly knownMin: number;
    readonly surprise: Curve;
    readonly unseenShare: Curve;
    readonly sameReason: Curve;
    readonly reporterUpheld: Curve;
    readonly defenderUpheld: Curve;
    readonly upheldPrior: readonly [number, number];
    readonly windowMs: number;
    readonly dailyRatio: number;
    readonly dailyAlarm: number;
    readonly slow: Curve;
  };
  readonly D8: {
    readonly keepMs: number;
    readonly requestsMin: number;
    readonly alertMs: number;
    readonly requests: Curve;
    readonly vagueShare: Curve;
    readonly afterAlert: number;
  };
  readonly D9: {
    readonly keepMs: number;
    readonly items: Readonly<Record<ItemType, number>>;
    readonly disclosure: number;
    readonly mobilise: number;
    readonly adverse: number;
    readonly ownContact: number;
    readonly notedMin: number;
    readonly aloneMin: number;
    readonly vault: number;
    readonly alone: number;
    readonly suspected: number;
  };
  readonly D10: {
    readonly keepMs: number;
    readonly plain: number;
    readonly specific: number;
    readonly supportiveMax: number;
    readonly specificMin: number;
    readonly plainMin: number;
    readonly actorsMin: number;
    readonly alone: number;
    readonly several: number;
    readonly single: number;
  };
  readonly D11: {
    readonly windowMs: number;
    readonly actorsMin: number;
    readonly shareMin: number;
    readonly supportiveMax: number;
    readonly actors: Curve;
    readonly sexual: number;
    readonly burst: Curve;
  };
  readonly D12: {
    readonly keepMs: number;
    readonly distanceMax: number;
    readonly actorsMin: number;
    readonly verdictMin: number;
    readonly intimateMin: number;
    readonly actors: Curve;
    readonly broken: Curve;
    readonly synthetic: Curve;
    readonly sexualised: Curve;
    readonly burst: Curve;
    readonly intimate: number;
  };
  readonly D13: {
    readonly keepMs: number;
    readonly nameDistanceMax: number;
    readonly nameCharsPerEdit: number;
    readonly avatarDistanceMax: number;
    readonly bioMin: number;
    readonly contactRatioMin: number;
    readonly messagedMin: number;
    readonly clone: number;
    readonly contacts: number;
  };
  readonly D14: {
    readonly smoothing: Readonly<
      Record<'device' | 'network' | 'country' | 'agent', { pseudo: number; known: number }>
    >;
    readonly historyMin: number;
    readonly stepUpFactor: number;
    readonly travelKmPerHour: number;
    readonly travelKmMin: number;
    readonly travelFactor: number;
    readonly riskyRatio: number;
    readonly sensitiveRatio: number;
    readonly sequenceMs: number;
    readonly failuresMin: number;
    readonly failureWindowMs: number;
    readonly resetsMin: number;
    readonly resetWindowMs: number;
    readonly holdMs: number;
    readonly quarantineMs: number;
    readonly riskyLogin: number;
    readonly failureBurst: number;
    readonly resetFlood: number;
    readonly takeover: number;
    readonly sprayTargetsMin: number;
    readonly sprayMs: number;
    readonly spray: number;
  };
  readonly D15: {
    readonly keepMs: number;
    readonly loginNames: readonly string[];
    readonly loginDomains: readonly string[];
    readonly lureWords: readonly string[];
    readonly fileEndings: readonly string[];
    readonly longNameMin: number;
    readonly lookalike: number;
    readonly file: number;
    readonly rare: number;
    readonly rareEveryMs: number;
    readonly shared: number;
  };
  readonly D16: {
    readonly keepMs: number;
    readonly relayMs: number;
    readonly stepsMin: number;
    readonly relaysMin: number;
    readonly accountsMin: number;
    readonly pauseSpreadMax: number;
    readonly bulkMin: number;
    readonly targetsMin: number;
    readonly slowTargetsMin: number;
    readonly slowRelaysMin: number;
    readonly breadth: Curve;
    readonly bulk: number;
    readonly suspected: number;
    readonly alone: number;
  };
  readonly D17: {
    readonly keepMs: number;
    readonly actorsMin: number;
    readonly surpriseMin: number;
    readonly youngShareMin: number;
    readonly unexposedShareMin: number;
    readonly surprise: Curve;
    readonly listsMin: number;
    readonly lists: Curve;
  };
  readonly D18: {
    readonly reactions: readonly string[];
    readonly actorsMin: number;
    readonly peerPerDay: number;
    readonly daysKept: number;
    readonly growthMax: number;
    readonly knownMin: number;
    readonly unseenShareMin: number;
    readonly surpriseMin: number;
    readonly surprise: Curve;
    readonly unseenShare: Curve;
  };
  readonly D19: {
    readonly keepMs: number;
    readonly ownWindowMs: number;
    readonly attemptsMin: number;
    readonly ownFailedMin: number;
    readonly signalsMin: number;
    readonly alone: number;
    readonly suspected: number;
    readonly own: number;
    readonly cells: CellPolicy;
  };
  readonly D20: {
    readonly daysMin: number;
    readonly daysKept: number;
    readonly spreadMin: number;
    readonly strongest: number;
    readonly zMax: number;
    readonly oddMin: number;
    readonly suspected: number;
  };
}

/** How the fold over networks judges the counts of one cell. */
export interface CellPolicy {
  readonly cellsMax: number;
  readonly weeksKept: number;
  readonly expectedMin: number;
  readonly expectedWindowMin: number;
  readonly lostMin: number;
  readonly lostLongMs: number;
  readonly blackoutMin: number;
  readonly blackoutMs: number;
  readonly resetShareMin: number;
  readonly failureShareMin: number;
  readonly rttFactorMin: number;
  readonly throughputMax: number;
  readonly driftAlarm: number;
  readonly driftSlack: number;
  readonly everywhereShareMin: number;
  readonly clientShareMin: number;
  readonly cellsCompareMin: number;
  readonly defendersMin: number;
  readonly targetedDropMin: number;
  readonly targetedSurpriseMin: number;
}
