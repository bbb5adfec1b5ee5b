import { createRandom, sample } from '@hrd-shield/world';
import { bootstrapSums } from '../metrics/bootstrap.ts';
import { type Estimate, wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import { quantileOf } from '../metrics/quantile.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { percent } from './format.ts';
import { attacks, drawsOf, grouped, hasGuard, inGroup, isDetected, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

const SCRIPTS: Readonly<Record<string, string>> = {
  ar: 'Arabic',
  hi: 'Devanagari',
  ru: 'Cyrillic',
  th: 'Thai',
  zh: 'Han',
};
const AS = { unit: 'ratio', interval: 'bootstrap over draws of parameters' } as const;
const RESAMPLES = 300;
const SHUFFLES = 300;

/** Whether a language is worth less: the largest gap in recall and in false alarms. */
export function fairnessPart(records: readonly RunRecord[]): Part {
  const medium = attacks(records, 'medium');
  const lookAlikes = inGroup(records, 'look-alike');
  const metrics: Record<string, Metric> = {};
  const gaps = (name: string, nameOf: (run: RunRecord) => string, judged: boolean) => {
    const add = (what: 'recallGap' | 'falseAlarmGap', runs: readonly RunRecord[]) => {
      if (runs.length === 0) return;
      const is = what === 'recallGap' ? isDetected : hasGuard;
      const draws = drawsOf(runs);
      const gap = gapOf(draws, nameOf, is);
      const target = judged ? TARGETS[`language.${what}`] : undefined;
      metrics[`${name}.${what}`] = metricOf({ ...gap, sample: runs.length }, { ...AS, target });
      const chance = { ...gapByChance(draws, nameOf, is), sample: runs.length };
      metrics[`${name}.${what}ByChance`] = metricOf(chance, BY_CHANCE);
    };
    add('recallGap', medium);
    add('falseAlarmGap', lookAlikes);
  };
  const languageOf = ({ spec }: RunRecord): string => spec.language;
  gaps('language', languageOf, true);
  gaps('script', scriptOf, false);
  const languages = grouped([...medium, ...lookAlikes], languageOf).map(([language, runs]) => {
    const own = attacks(runs);
    const benign = inGroup(runs, 'look-alike');
    const recall = wilson(own.filter(isDetected).length, own.length);
    const alarms = wilson(benign.filter(hasGuard).length, benign.length);
    if (own.length > 0) metrics[`recall.medium.${language}`] = metricOf(recall, RATIO);
    if (benign.length > 0) metrics[`lookAlike.falseAlarms.${language}`] = metricOf(alarms, RATIO);
    return { language, recall, alarms };
  });
  return {
    metrics,
    tables: [
      {
        title: 'By language, lowest recall first',
        head: ['language', 'script', 'recall, medium', 'attacks', 'false alarms', 'look-alikes'],
        rows: languages
          .sort((a, b) => a.recall.value - b.recall.value)
          .map(({ alarms, language, recall }) => [
            language,
            SCRIPTS[language] ?? 'Latin',
            percent(recall),
            String(recall.sample),
            percent(alarms),
            String(alarms.sample),
          ]),
      },
    ],
    method: [
      'Every draw of parameters is played once in each language; of an attack with the same seed, ' +
        'so that crowd and pace are alike too. A gap is the largest share less the smallest. Of ' +
        'equal languages it is above 0 by chance alone: what it would be then is shown beside it, ' +
        'with languages shuffled within each draw (middle 95 % of shuffles).',
    ],
  };
}

const BY_CHANCE = { unit: 'ratio', interval: 'middle of shuffles within draws' } as const;
const RATIO = { unit: 'ratio', interval: 'Wilson' } as const;

function scriptOf({ spec }: RunRecord): string {
  return SCRIPTS[spec.language] ?? 'Latin';
}

/** The gap, and its interval by drawing whole draws of parameters again. */
function gapOf(
  draws: readonly (readonly RunRecord[])[],
  nameOf: (run: RunRecord) => string,
  is: (run: RunRecord) => boolean,
): Estimate {
  const names = [...new Set(draws.flat().map(nameOf))];
  return bootstrapSums(
    draws,
    (runs) =>
      names.flatMap((name) => {
        const own = runs.filter((run) => nameOf(run) === name);
        return [own.filter(is).length, own.length];
      }),
    (sums) =>
      spreadOf(names.map((_, at) => ({ yes: sums[2 * at] ?? 0, all: sums[2 * at + 1] ?? 0 }))),
    RESAMPLES,
  );
}

/** The gap of languages that differ by nothing but chance. */
function gapByChance(
  draws: readonly (readonly RunRecord[])[],
  nameOf: (run: RunRecord) => string,
  is: (run: RunRecord) => boolean,
): Omit<Estimate, 'sample'> {
  const random = createRandom('gap-by-chance');
  const outcomes = draws.map((own) => ({ names: own.map(nameOf), found: own.map(is) }));
  const gaps = Array.from({ length: SHUFFLES }, () => {
    const sums = new Map<string, Sum>();
    for (const { found, names } of outcomes) {
      const order = sample(random, names.length, names.length);
      names.forEach((name, i) => {
        count(sums, name, found[order[i] ?? i] === true);
      });
    }
    return spreadOf([...sums.values()]);
  });
  const value = gaps.reduce((all, gap) => all + gap, 0) / gaps.length;
  return { value, low: quantileOf(gaps, 0.025), high: quantileOf(gaps, 0.975) };
}

interface Sum {
  yes: number;
  all: number;
}

function count(sums: Map<string, Sum>, name: string, yes: boolean): void {
  const sum = sums.get(name) ?? { yes: 0, all: 0 };
  sum.all += 1;
  if (yes) sum.yes += 1;
  sums.set(name, sum);
}

/** The largest share less the smallest, of those of which there is any. */
function spreadOf(sums: readonly Sum[]): number {
  const shares = sums.filter(({ all }) => all > 0).map(({ all, yes }) => yes / all);
  return Math.max(...shares) - Math.min(...shares);
}
