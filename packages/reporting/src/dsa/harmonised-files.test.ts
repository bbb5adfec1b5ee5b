import { describe, expect, it } from 'vitest';
import { readCsv } from '../release/csv.ts';
import { harmonisedFiles } from './harmonised-files.ts';

const NONE = 'no equivalent in the published list: the figure of the provider';
const files = harmonisedFiles(
  {
    exports: [],
    complaints: { submitted: 9, upheld: 4, partlyReversed: 1, reversed: 2, omitted: 1 },
    precision: {
      kind: 'value',
      value: 0.9,
      interval: { lower: 0.8, upper: 0.95 },
      n: 60,
      observed: 60,
    },
    minimumCell: 10,
    seats: { fr: 6, '*': 2 },
  },
  {
    ...{ service: 'Town', from: '2026-01-01', to: '2026-06-30' },
    identity: { provider: 'Town, Ltd', publishedOn: '2026-08-01' },
  },
);
const rowsOf = (name: string) => readCsv(files[name] ?? '');
const headOf = (name: string) => files[name]?.split('\r\n')[0];

describe('the harmonised report', () => {
  // Head lines and numbers of rows as in files that providers published in the template for 2025.
  it.each([
    ['1_report_identification.csv', 5, /^Applicability,Service,Indicator,Value$/],
    [
      '2_categories_names.csv',
      100,
      /^Category label,Category description,Category of illegal content \/ incompatible with the terms and conditions,Contextual information$/,
    ],
    [
      '3_member_states_orders.csv',
      28 * 91,
      /^Applicability,Service,Reporting period,Category of illegal content,"Description of the sub-category ""Other""",Scope,Number of orders to act against illegal content received,.*,Contextual information on number of orders to act against illegal content received,.*,Contextual information on Median time to give effect to the order to provide information$/,
    ],
    [
      '4_notices.csv',
      90,
      /^Applicability,Service,Reporting period,Category of illegal content,"Description of the sub-category ""Other""",Number of notices received ,Number of notices received from Trusted flaggers,.*Contextual information on Number of actions taken on the basis of the terms and conditions of the service \(Trusted Flagger notices\)$/,
    ],
    [
      '5_own_initiative_illegal.csv',
      90,
      /^Applicability,Service,Reporting period,Category of illegal content,"Description of the sub-category ""Other""",Number of measures taken at the provider's own initiative ,.*,Contextual Information on Account restriction Termination$/,
    ],
    ['7_appeals_and_recidivism.csv', 47, /,Section,Indicator,Scope,Value,Contextual Information$/],
    ['8_automated_means.csv', 140, /,Section,Indicator,Scope,Value,Contextual Information$/],
    ['9_human_resources.csv', 28, /,Section,Indicator,Scope,Value,Contextual information$/],
    ['10_AMAR.csv', 28, /^Applicability,Service,Reporting period,Section,Indicator,Scope,Value$/],
    ['11_qualitative.csv', 11, /^Applicability,Service,Reporting period,Indicator,Value$/],
  ])('has every row and column of %s', (name, rows, head) => {
    expect(headOf(name)).toMatch(head);
    expect(rowsOf(name)).toHaveLength(rows);
    const keys = rowsOf(name).map((row) =>
      Object.entries(row)
        .filter(([column]) => /Applic|Categ|Scope|Indic|sub-cat/.test(column))
        .map(([, value]) => value)
        .join('|'),
    );
    // One keyword for what is not listed ends each of the fourteen categories of illegal content.
    const others = keys.filter((key) => key.includes('KEYWORD_OTHER'));
    expect(new Set(keys).size + others.length - new Set(others).size).toBe(keys.length);
  });

  it('says who reports on what time, and nothing that it was not told', () => {
    expect(rowsOf('1_report_identification.csv').map(({ Value }) => Value)).toEqual([
      'Town, Ltd',
      '2026-08-01',
      '',
      '2026-01-01',
      '2026-06-30',
    ]);
  });

  it('names every category and keyword, and tells which rules are told under it', () => {
    const rows = rowsOf('2_categories_names.csv').map((row) => Object.values(row));
    expect(rows.every(([, description]) => description !== '')).toBe(true);
    expect(rows.slice(0, 5).map(([label, description]) => [label, description])).toEqual([
      ['TOTAL', 'All the entries'],
      ['Category 1', 'Animal welfare'],
      ['Category 1a', 'Animal harm'],
      ['Category 1b', 'Unlawful sale of animals'],
      ['Category 1c', 'Not captured by any other sub-category'],
    ]);
    expect(rows.at(-1)?.slice(0, 3)).toEqual([
      'Category 17',
      'Type of alleged illegal content not specified by the notifier',
      'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
    ]);
    const violence = rows.find(([, , code]) => code === 'STATEMENT_CATEGORY_VIOLENCE');
    expect(violence?.[3]).toBe('Rules on: threats-or-incitement');
    const terms = rows.find(([, , code]) => code === 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC');
    expect(terms?.[3]).toContain('abuse-of-reports (no equivalent in the published list)');
  });

  it('leaves words to the provider, but those on errors, which blind reviews tell', () => {
    const words = rowsOf('11_qualitative.csv').map(({ Value }) => Value);
    const theirs = 'no equivalent in the published list: the words of the provider';
    expect(words.filter((each) => each === theirs)).toHaveLength(10);
    expect(words[3]).toMatch(/^0\.900: share of cases, .* 95 % from 0\.800 to 0\.950$/);
  });

  it('counts complaints, and leaves to the provider what is its own', () => {
    const [total, ...more] = rowsOf('7_appeals_and_recidivism.csv');
    expect(total).toMatchObject({ Applicability: 'All', Scope: 'Total number', Value: '9' });
    expect(more.slice(0, 6).map(({ Scope, Value }) => [Scope, Value])).toEqual([
      ['Decisions upheld', '4'],
      ['Decisions partially reversed', '1'],
      ['Decisions reversed', '2'],
      ['Median time', ''],
      ['Decision omitted', '1'],
      ['Total number', ''],
    ]);
    expect(more[5]?.['Contextual Information']).toBe(NONE);
  });

  it('gives the precision of blind reviews with its interval, and no recall', () => {
    const rows = rowsOf('8_automated_means.csv').slice(0, 5);
    expect(rows.map(({ Value }) => Value)).toEqual(['0', '0', '', '0.900', '']);
    expect(rows[3]?.['Contextual Information']).toContain('sample of 60, 95 % from 0.800 to 0.950');
    expect(rows[4]?.['Contextual Information']).toBe(NONE);
  });

  it('never takes seats for persons', () => {
    const rows = rowsOf('9_human_resources.csv');
    expect(rows.every(({ Value }) => Value === '')).toBe(true);
    const french = rows.find(({ Scope }) => Scope === 'fr');
    expect(french?.['Contextual information']).toBe(
      'no equivalent in the published list: 6 seats of the rota at once, 2 for every language beside',
    );
  });

  it('gives no number for orders, notices and recipients, which the provider has', () => {
    const [orders] = rowsOf('3_member_states_orders.csv');
    expect(orders?.['Number of orders to provide information']).toBe('');
    expect(orders?.['Contextual information on Number of orders to provide information']).toBe(
      NONE,
    );
    expect(
      rowsOf('10_AMAR.csv')
        .map(({ Value }) => Value)
        .join(''),
    ).toBe('');
  });
});
