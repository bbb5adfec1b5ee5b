import { describe, expect, it } from 'vitest';
import { brokenFloors, standingOf } from '../metrics/judge.ts';
import type { RunSpec } from '../plan/run-spec.ts';
import { runKey } from '../plan/run-spec.ts';
import type { RunRecord } from '../run/run-record.ts';
import { actorsPart } from './actors.ts';
import { calibrationPart } from './calibration.ts';
import { delaysPart } from './delays.ts';
import { directHarmPart } from './direct-harm.ts';
import { explanationPart } from './explanations.ts';
import { fairnessPart } from './fairness.ts';
import { falseAlarmPart } from './false-alarms.ts';
import { headlineSection } from './headline.ts';
import { lookAlikePart } from './look-alikes.ts';
import { recallPart } from './recall.ts';
import { robustnessPart } from './robustness.ts';

const DAY_MS = 86_400_000;
const SPEC: RunSpec = {
  group: 'attack',
  kind: 'A01',
  difficulty: 'medium',
  seed: 0,
  language: 'en',
  variant: 'plain',
  split: 'tuning',
};
const FOUND = { hostileEvents: 12, afterFirstMs: 60_000, afterLatestMs: 0, directHarm: false };

function run(spec: Partial<RunSpec>, rest: Partial<RunRecord> = {}): RunRecord {
  const whole = { ...SPEC, ...spec };
  return {
    key: runKey(whole),
    spec: whole,
    played: whole.kind,
    ratePerHour: 1,
    durationMs: 30 * DAY_MS,
    defenders: 1,
    landed: 100,
    dropped: 0,
    hostileEvents: 40,
    endsAt: DAY_MS,
    signals: [],
    peaks: [],
    attackers: 4,
    harms: [],
    explanation: {
      signals: 0,
      additivityMax: 0,
      guards: 0,
      thin: 0,
      thinDirect: 0,
      unresolved: 0,
    },
    computeMs: 1,
    ...rest,
  };
}

const guard = (campaign: string) =>
  ({
    at: 1,
    campaign,
    defender: 'd',
    tier: 'guard',
    score: 0.8,
    threat: 'pile-on',
    families: ['volume', 'content'],
  }) as const;

const attacks = (found: number, of: number, spec: Partial<RunSpec> = {}): RunRecord[] =>
  Array.from({ length: of }, (_, seed) =>
    run({ ...spec, seed }, seed < found ? { detection: FOUND } : {}),
  );

describe('recall', () => {
  it('is the share of campaigns found in time, by difficulty and kind', () => {
    const { metrics } = recallPart([
      ...attacks(9, 10),
      ...attacks(1, 4, { difficulty: 'evasive' }),
    ]);
    expect(metrics['recall.medium']?.value).toBe(0.9);
    expect(metrics['recall.evasive']?.value).toBe(0.25);
    expect(metrics['recall.medium.A01']?.sample).toBe(10);
  });

  it('turns the proof red below its floor', () => {
    const about = {
      codeHash: 'c',
      policyHash: 'p',
      ranAt: '',
      seconds: 1,
      split: 'tuning',
    } as const;
    const red = headlineSection(attacks(8, 10), about);
    expect(brokenFloors(red.metrics)).toContain('recall.medium');
    const green = headlineSection(attacks(10, 10), about);
    expect(brokenFloors(green.metrics)).not.toContain('recall.medium');
  });
});

describe('false alarms', () => {
  const months = (alarms: number, of: number): RunRecord[] =>
    Array.from({ length: of }, (_, seed) =>
      run(
        { group: 'month', kind: 'month', seed },
        seed < alarms ? { signals: [guard(`c${seed}`)], ratePerHour: 10 } : {},
      ),
    );

  it('count campaigns, not signals, by month of a defender', () => {
    const twice = { signals: [guard('c'), guard('c')] };
    const { metrics } = falseAlarmPart([run({ group: 'month', kind: 'month' }, twice)]);
    expect(metrics['falseGuards.perDefenderMonth']?.value).toBe(1);
    expect(metrics['falseShields.perDefenderMonth']?.value).toBe(0);
  });

  it('make the precision that follows from both rates: 0.9 and 3 in 300 days', () => {
    const { metrics } = falseAlarmPart([...attacks(9, 10), ...months(3, 10)]);
    expect(metrics['precision.1to20']?.value).toBeCloseTo(0.9 / (0.9 + 20 * 0.01), 10);
  });

  it('are told apart for the most visible defenders', () => {
    const { metrics } = falseAlarmPart(months(1, 10));
    expect(metrics['falseGuards.perDefenderMonth']?.value).toBeCloseTo(0.1, 10);
    expect(metrics['falseGuards.mostVisibleTenth']?.value).toBe(1);
  });
});

describe('look-alikes', () => {
  it('are judged by kind, petitions more strictly', () => {
    const of = (kind: 'B03' | 'B05', loud: number) =>
      Array.from({ length: 50 }, (_, seed) =>
        run({ group: 'look-alike', kind, seed }, seed < loud ? { signals: [guard('c')] } : {}),
      );
    const { metrics } = lookAlikePart([...of('B05', 1), ...of('B03', 1)]);
    expect(metrics['lookAlike.B05']).toMatchObject({ value: 0.98, floor: 0.97 });
    expect(metrics['lookAlike.B03']).toMatchObject({ value: 0.98, floor: 0.99 });
    expect(brokenFloors(metrics)).toEqual(['lookAlike.B03']);
  });
});

describe('actors', () => {
  it('count from a posterior of 0.8, against all who attacked', () => {
    const actors = {
      listed: [
        [0.9, true],
        [0.85, false],
        [0.5, true],
      ] as const,
    };
    const { metrics } = actorsPart([run({}, { detection: FOUND, actors })]);
    expect(metrics['actors.precision']?.value).toBe(0.5);
    expect(metrics['actors.recall']?.value).toBe(0.25);
  });
});

describe('delays', () => {
  it('of a drip are asked of those with six hostile accounts a day', () => {
    const drip = (attackers: number, hours: number) =>
      run(
        { kind: 'A07' },
        {
          attackers,
          firstHostileAt: 0,
          endsAt: 10 * DAY_MS,
          detection: { ...FOUND, afterFirstMs: hours * 3_600_000 },
        },
      );
    const { metrics } = delaysPart([drip(60, 40), drip(59, 400)]);
    expect(metrics['delay.drip.medianHours']).toMatchObject({ value: 40, sample: 1 });
  });

  it('count a campaign that is never found as never', () => {
    const { metrics } = delaysPart([...attacks(1, 3)]);
    expect(metrics['delay.burst.medianEvents']?.value).toBe(Number.POSITIVE_INFINITY);
    expect(metrics['delay.burst.p90Events']?.value).toBe(12);
    const median = metrics['delay.burst.medianEvents'];
    expect(median === undefined ? '' : standingOf(median)).toBe('broken');
  });
});

describe('direct harm', () => {
  const run1 = (harms: readonly (number | null)[]) => run({ kind: 'A24' }, { harms });

  it('is covered harm by harm, and its delay is that of the slowest in a hundred', () => {
    const { metrics } = directHarmPart([run1([0, 4_000, null]), run1([0])]);
    expect(metrics['directHarm.recall']?.value).toBe(0.75);
    expect(metrics['delay.directHarm.p99Seconds']?.value).toBeCloseTo(3.92, 10);
  });
});

describe('explanations', () => {
  it('owe two reasons to every run with a guard, of which direct harm may have one', () => {
    const check = {
      signals: 3,
      additivityMax: 0,
      guards: 2,
      thin: 1,
      thinDirect: 1,
      unresolved: 0,
    };
    const watched = { ...check, guards: 0, thin: 0, thinDirect: 0 };
    const { metrics } = explanationPart([
      run({}, { explanation: check }),
      run({}, { explanation: watched }),
    ]);
    expect(metrics['explanation.twoReasons']).toMatchObject({ value: 0, sample: 1 });
    expect(metrics['explanation.twoReasonsButDirectHarm']?.value).toBe(1);
  });
});

describe('languages', () => {
  it('are compared within draws, with what chance alone would show beside it', () => {
    const of = (language: 'en' | 'th', found: number) =>
      [0, 9, 18, 27].map((seed, i) =>
        run({ seed, language }, i < found ? { detection: FOUND } : {}),
      );
    const { metrics } = fairnessPart([...of('en', 4), ...of('th', 1)]);
    expect(metrics['language.recallGap']?.value).toBe(0.75);
    expect(metrics['language.recallGapByChance']?.value).toBeLessThan(0.5);
    const alike = fairnessPart([...of('en', 3), ...of('th', 3)]).metrics;
    expect(alike['language.recallGap']?.value).toBe(0);
    expect(alike['language.recallGapByChance']?.value).toBe(0);
  });
});

describe('calibration', () => {
  it('is told of each language, the one whose claims are furthest from the truth first', () => {
    const language = (name: RunSpec['language'], score: number) => [
      ...attacks(9, 9, { language: name }).map((one) => ({
        ...one,
        peaks: [['c', score] as const],
      })),
      run({ group: 'month', kind: 'month', language: name }),
    ];
    const { tables } = calibrationPart([...language('en', 0.99), ...language('th', 0.6)]);
    const rows = tables?.find(({ title }) => title.startsWith('Calibration by language'))?.rows;
    expect(rows?.map(([name]) => name)).toEqual(['th', 'en']);
    // One window in 21 is an attack: 0.4 of it is not claimed, and 0.002 of the others is.
    expect(Number(rows?.[0]?.[1])).toBeCloseTo((0.4 + 20 * 0.002) / 21, 3);
  });
});

describe('variants', () => {
  it('are compared with the plain run of the same seed', () => {
    const varied = [0, 1].map((seed) =>
      run({ group: 'variant', variant: 'leet', seed }, seed === 0 ? { detection: FOUND } : {}),
    );
    const { metrics } = robustnessPart([...attacks(2, 5), ...varied]);
    expect(metrics['disguise.recallDrop']?.value).toBe(0.5);
    expect(metrics['disguise.recallDrop']?.sample).toBe(2);
  });
});
