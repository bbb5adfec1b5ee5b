import { bootstrap } from '../metrics/bootstrap.ts';
import { brierSkill, type Claim, calibrationError, reliability } from '../metrics/calibration.ts';
import { metricOf } from '../metrics/judge.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { SectionTable } from '../section.ts';
import { cent } from './format.ts';
import { attacks, grouped, inGroup, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

/** @source detection notes, 5.2 */
const BINS = 15;
const BENIGN_PER_ATTACK = 20;
const DAY_MS = 86_400_000;
/** What a window without any look claims. @source detection notes, section 4: the prior */
const PRIOR = 0.002;
const RESAMPLES = 200;

/** Whether a claimed probability is one: windows of attack runs against days of benign months. */
export function calibrationPart(records: readonly RunRecord[]): Part {
  const medium = attacks(records, 'medium');
  const months = inGroup(records, 'month');
  if (medium.length === 0 || months.length === 0) return { metrics: {} };
  const both = [...medium, ...months];
  const natural = claimsOf(both);
  const hard = claimsOf([...medium, ...inGroup(records, 'look-alike')]);
  const as = { unit: 'error', interval: 'bootstrap over campaigns and defenders' } as const;
  const ece = bootstrap(both, (drawn) => calibrationError(claimsOf(drawn), BINS), RESAMPLES);
  const brier = bootstrap(both, (drawn) => brierSkill(claimsOf(drawn)), RESAMPLES);
  const bins = reliability(natural, BINS);
  const points = (claims: readonly Claim[]) =>
    reliability(claims, BINS).map(({ claimed, observed }) => ({ x: claimed, y: observed }));
  return {
    metrics: {
      'calibration.ece': metricOf(ece, { ...as, target: TARGETS['calibration.ece'] }),
      'calibration.brierSkill': metricOf(brier, {
        unit: 'skill',
        interval: as.interval,
        target: TARGETS['calibration.brierSkill'],
      }),
      'calibration.eceOnlyLookAlikes': {
        value: calibrationError(hard, BINS),
        low: Number.NaN,
        high: Number.NaN,
        sample: hard.length,
        unit: 'error',
        interval: 'none',
      },
    },
    tables: [
      {
        title: 'Reliability at one attack window to 20 benign ones',
        head: ['claimed', 'true', 'share of windows', 'claims'],
        rows: bins.map((bin) => [
          cent(bin.claimed),
          cent(bin.observed),
          cent(bin.share),
          String(bin.count),
        ]),
      },
      byLanguage(both),
    ],
    charts: [
      {
        title: 'Claimed probability against truth',
        description: 'On the diagonal, a claim of 80 % is right four times in five.',
        x: 'claimed',
        y: 'true',
        lines: [
          {
            name: 'perfect',
            points: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
          },
          { name: 'natural mix', points: points(natural) },
          { name: 'only look-alikes', points: points(hard) },
        ],
      },
    ],
  };
}

/** Whether one map from evidence to claims serves every language. */
function byLanguage(both: readonly RunRecord[]): SectionTable {
  const rows = grouped(both, ({ spec }) => spec.language)
    .map(([language, own]) => {
      const claims = claimsOf(own);
      return { language, claims, error: calibrationError(claims, BINS) };
    })
    .sort((a, b) => b.error - a.error);
  return {
    title: 'Calibration by language, worst first; of fewer claims the error is larger by chance',
    head: ['language', 'calibration error', 'claims'],
    rows: rows.map(({ claims, error, language }) => [
      language,
      error.toFixed(3),
      String(claims.length),
    ]),
  };
}

/** The highest score of each window, weighed so that benign windows are 20 to 1. */
function claimsOf(records: readonly RunRecord[]): Claim[] {
  const claims: Claim[] = [];
  let positive = 0;
  let negative = 0;
  const add = (score: number, isTrue: boolean, weight: number) => {
    claims.push({ score, isTrue, weight });
    if (isTrue) positive += weight;
    else negative += weight;
  };
  for (const { durationMs, peaks, spec } of records) {
    const scores = peaks.map(([, score]) => score);
    if (spec.group !== 'month') {
      add(Math.max(PRIOR, ...scores), spec.group === 'attack', 1);
      continue;
    }
    // A campaign fills one day of the month; the other days claim nothing.
    for (const score of scores) add(score, false, 1);
    add(PRIOR, false, Math.max(1, durationMs / DAY_MS - scores.length));
  }
  const factor = (BENIGN_PER_ATTACK * positive) / negative;
  return claims.map((claim) =>
    claim.isTrue ? claim : { ...claim, weight: claim.weight * factor },
  );
}
