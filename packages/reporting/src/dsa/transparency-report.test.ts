import type { StatementOfReasons } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../release/csv.ts';
import { dsaStatementOf } from './dsa-statement.ts';
import { ownInitiativeCsv } from './transparency-report.ts';

const SUBJECT = { service: 'Town, Ltd', from: '2026-01-01', to: '2026-06-30' };
const MEASURES = "Number of measures taken at the provider's own initiative ";
const CATEGORY = "Category of incompatibility with the provider's terms and conditions";

const statement = (over: Partial<StatementOfReasons>) =>
  dsaStatementOf({
    code: 'x_AAAAAAAAAAAAAAAAAAAAAA' as StatementOfReasons['code'],
    ground: 'private-information',
    scope: 'item-hidden',
    automated: true,
    imposedAt: Date.UTC(2026, 2, 4),
    until: Date.UTC(2026, 2, 5),
    redress: 'appeal-by-code',
    ...over,
  });

describe('harmonised counts', () => {
  const text = ownInitiativeCsv(
    [
      statement({}),
      statement({ scope: 'sending', automated: false }),
      statement({ scope: 'label' }),
    ],
    SUBJECT,
  );
  const rows = readCsv(text);
  const rowOf = (category: string) => rows.find((row) => row[CATEGORY] === category);

  it('have every row and column of the published template', () => {
    expect(text.split('\r\n')[0]?.match(/Contextual Information on/g)).toHaveLength(16);
    expect(Object.keys(rows[0] ?? {})).toHaveLength(37);
    expect(rows).toHaveLength(98);
    expect(rows[0]).toMatchObject({
      Applicability: 'All',
      Service: 'Town, Ltd',
      'Reporting period': '2026-01-01/2026-06-30',
    });
  });

  it('count each measure once in its category and once in the total', () => {
    const privacy = rowOf('STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS');
    for (const row of [rowOf('TOTAL'), privacy]) {
      expect(row).toMatchObject({
        [MEASURES]: '3',
        'Number of measures taken after detection with solely automated means ': '2',
        'Visibility restriction Disable': '1',
        'Visibility restriction Labelled ': '1',
        'Provision of the service Suspension': '1',
        'Account restriction Suspension': '0',
        [`Contextual Information on ${MEASURES}`]: '1: no equivalent in the published list',
      });
    }
    expect(rowOf('STATEMENT_CATEGORY_VIOLENCE')?.[MEASURES]).toBe('0');
  });
});
