import type { Lexicon } from '@hrd-shield/domain';
import type { Estimate } from '../metrics/intervals.ts';
import type { SectionTable } from '../section.ts';
import { type FoundByReading, READINGS } from './inject-campaigns.ts';
import {
  type ElectionAlarms,
  type ElectionTraffic,
  OWNERS,
  type SimpleRules,
} from './play-election.ts';
import type { TextScore } from './score-texts.ts';
import type { ThreatScore } from './score-threats.ts';

/**
 * Real election traffic, in which nobody is attacked: what alarms there is false, ours and that of
 * fixed rules.
 */
export function electionTables(
  traffic: ElectionTraffic,
  alarms: readonly ElectionAlarms[],
  rules: readonly SimpleRules[],
): readonly SectionTable[] {
  const { lines, months, posts } = traffic;
  return [
    {
      title: `Election: ${posts} posts, ${lines.length} acts at ${OWNERS} owners, ${months.toFixed(0)} defender-months`,
      head: [
        'made-up hostile verdicts',
        'watch',
        'guard',
        'shield',
        'owners at guard',
        'guards per defender-month',
      ],
      rows: alarms.map((one) => [
        one.hostileRatio === 0 ? 'none: as the data are' : `on ${one.hostileRatio * 100} % of acts`,
        String(one.watch),
        String(one.guard),
        String(one.shield),
        String(one.owners),
        (one.guard / months).toFixed(3),
      ]),
    },
    {
      title: 'The same traffic under fixed rules',
      head: ['rule', `owners called attacked, of ${OWNERS}`],
      rows: rules.map(({ owners, rule }) => [rule, String(owners)]),
    },
  ];
}

const SIZES = [
  [8, 19],
  [20, 49],
  [50, 99_999],
] as const;

/**
 * Real mobilisations laid over ordinary life, by how they are read and how many accounts took
 * part.
 */
export function injectionTable(found: FoundByReading): SectionTable {
  const rows = [...found].flatMap(([reading, all]) =>
    SIZES.map(([least, most]) => {
      const some = all.filter(({ accounts }) => accounts >= least && accounts <= most);
      const alarmed = some.filter((row) => row.alarmed);
      const sum = (of: (row: (typeof some)[number]) => number) =>
        alarmed.reduce((all, row) => all + of(row), 0);
      return [
        READINGS[reading],
        most > 10_000 ? `${least} and more` : `${least} to ${most}`,
        String(some.length),
        share(alarmed.length, some.length),
        share(
          sum((row) => row.listed),
          sum((row) => row.accounts),
        ),
        String(sum((row) => row.others)),
      ];
    }),
  );
  return {
    title: 'Mobilisations with their real timing in ordinary life',
    head: [
      'read as',
      'accounts',
      'mobilisations',
      'reach guard',
      'their accounts listed',
      'others listed',
    ],
    rows,
  };
}

/**
 * Lexicons and the reading of threats on texts that people have judged, and on which sets each
 * pack was measured.
 */
export function textTables(
  texts: readonly TextScore[],
  threats: readonly ThreatScore[],
  packs: readonly Lexicon[],
): readonly SectionTable[] {
  return [
    {
      title: 'Words of the context packs alone, on texts that people have judged',
      head: [
        'set',
        'language',
        'abuse means',
        'texts',
        'abusive',
        'area',
        'precision',
        'recall',
        'F1',
        'false alarms',
        'any term found',
        'pack',
      ],
      rows: texts.map((one) => [
        one.set.title,
        one.set.language,
        one.set.label,
        String(one.texts),
        String(one.abusive),
        interval(one.auc),
        interval(one.precision),
        interval(one.recall),
        one.f1.toFixed(2),
        interval(one.falseAlarms),
        one.coverage.toFixed(2),
        packs.some(({ language }) => language === one.set.language) ? 'yes' : 'none',
      ]),
    },
    {
      title: 'Threats noticed in plain text (D10), without a classifier',
      head: ['set', 'threats', 'recall', 'precision', 'noticed texts that are abuse of some kind'],
      rows: threats.map(({ abusive, precision, recall, set, threats: count }) => [
        set.title,
        String(count),
        interval(recall),
        interval(precision),
        interval(abusive),
      ]),
    },
    {
      title: 'What each pack is worth here',
      head: ['pack', 'hostile terms', 'supportive terms', 'measured on'],
      rows: packs.map(({ hostile, language, supportive }) => {
        const sets = texts.filter(({ set }) => set.language === language);
        const worth = sets.map(({ auc, set }) => `${set.title}: area ${auc.value.toFixed(2)}`);
        return [
          language,
          String(hostile.words.size + hostile.prefixes.size),
          String(supportive.words.size + supportive.prefixes.size),
          worth.length === 0 ? 'no labelled set: not measured' : worth.join('; '),
        ];
      }),
    },
  ];
}

function interval({ high, low, value }: Estimate): string {
  if (Number.isNaN(value)) return '–';
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${part} of ${whole} (${(part / whole).toFixed(2)})`;
}
