import type { Detector } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { pileOn } from './d1-pile-on.ts';
import { slowDrip } from './d2-slow-drip.ts';
import { copypasta } from './d3-copypasta.ts';
import { recurrentCrew } from './d4-recurrent-crew.ts';
import { fakeCohort } from './d5-fake-cohort.ts';
import { raid } from './d6-raid.ts';
import { massReport } from './d7-mass-report.ts';
import { takedownAbuse } from './d8-takedown-abuse.ts';
import { doxxing } from './d9-doxxing.ts';
import { threats } from './d10-threats.ts';
import { smear } from './d11-smear.ts';
import { syntheticMedia } from './d12-synthetic-media.ts';
import { impersonation } from './d13-impersonation.ts';
import { accountTakeover } from './d14-account-takeover.ts';
import { phishing } from './d15-phishing.ts';
import { surveillance } from './d16-surveillance.ts';
import { flood } from './d17-flood.ts';
import { suppression } from './d18-suppression.ts';
import { shutdown } from './d19-shutdown.ts';
import { offPattern } from './d20-off-pattern.ts';

/** Every detector, in the order of their ids. A new one is a file here and a line in this list. */
export const DETECTORS: readonly Detector[] = [
  pileOn,
  slowDrip,
  copypasta,
  recurrentCrew,
  fakeCohort,
  raid,
  massReport,
  takedownAbuse,
  doxxing,
  threats,
  smear,
  syntheticMedia,
  impersonation,
  accountTakeover,
  phishing,
  surveillance,
  flood,
  suppression,
  shutdown,
  offPattern,
];

/** Detectors that a policy lets run, and those of them that note single events. */
interface Active {
  readonly all: readonly Detector[];
  readonly noticing: readonly NoticingDetector[];
}

type NoticingDetector = Detector & { readonly notice: NonNullable<Detector['notice']> };

const ACTIVE = new WeakMap<DetectionPolicy, Active>();

function activeIn(policy: DetectionPolicy): Active {
  const known = ACTIVE.get(policy);
  if (known !== undefined) return known;
  const all = DETECTORS.filter((detector) => policy.active.includes(detector.id));
  const noticing = all.filter((one): one is NoticingDetector => one.notice !== undefined);
  const active = { all, noticing };
  ACTIVE.set(policy, active);
  return active;
}

/** The detectors that a policy lets run, in the order of their ids. */
export function activeDetectors(policy: DetectionPolicy): readonly Detector[] {
  return activeIn(policy).all;
}

/** Those of them that note single events. */
export function noticingDetectors(policy: DetectionPolicy): readonly NoticingDetector[] {
  return activeIn(policy).noticing;
}
