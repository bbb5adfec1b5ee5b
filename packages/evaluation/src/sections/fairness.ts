import { bootstrap } from '../metrics/bootstrap.ts';
import { wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { percent } from './format.ts';
import { attacks, grouped, hasGuard, inGroup, isDetected, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

const SCRIPTS: Readonly<Record<string, string>> = {
  ar: 'Arabic',
  hi: 'Devanagari',
  ru: 'Cyrillic',
  th: 'Thai',
  zh: 'Han',
};
const AS = { unit: 'ratio', interval: 'bootstrap over runs' } as const;
const RESAMPLES = 300;

/** Whether a language is worth less: the largest gap in recall and in false alarms. */
export function fairnessPart(records: readonly RunRecord[]): Part {
  const medium = attacks(records, 'medium');
  const lookAlikes = inGroup(records, 'look-alike');
  const metrics: Record<string, Metric> = {};
  const gaps = (name: string, nameOf: (run: RunRecord) => string, judged: boolean) => {
    if (medium.length > 0) {
      const gap = bootstrap(medium, (drawn) => gapOf(drawn, nameOf, isDetected), RESAMPLES);
      const target = judged ? TARGETS['language.recallGap'] : undefined;
      metrics[`${name}.recallGap`] = metricOf(gap, { ...AS, target });
    }
    if (lookAlikes.length > 0) {
      const gap = bootstrap(lookAlikes, (drawn) => gapOf(drawn, nameOf, hasGuard), RESAMPLES);
      const target = judged ? TARGETS['language.falseAlarmGap'] : undefined;
      metrics[`${name}.falseAlarmGap`] = metricOf(gap, { ...AS, target });
    }
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
      'Every draw of parameters is played once in each language. A gap is the largest share less ' +
        'the smallest; of equal languages it is above 0 by chance alone, the more the fewer the ' +
        'runs.',
    ],
  };
}

const RATIO = { unit: 'ratio', interval: 'Wilson' } as const;

function scriptOf({ spec }: RunRecord): string {
  return SCRIPTS[spec.language] ?? 'Latin';
}

function gapOf(
  runs: readonly RunRecord[],
  nameOf: (run: RunRecord) => string,
  is: (run: RunRecord) => boolean,
): number {
  const sums = new Map<string, { yes: number; all: number }>();
  for (const run of runs) {
    const name = nameOf(run);
    const sum = sums.get(name) ?? { yes: 0, all: 0 };
    sum.all += 1;
    if (is(run)) sum.yes += 1;
    sums.set(name, sum);
  }
  const shares = [...sums.values()].map(({ all, yes }) => yes / all);
  return Math.max(...shares) - Math.min(...shares);
}
