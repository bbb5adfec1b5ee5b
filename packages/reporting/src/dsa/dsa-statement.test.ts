import type { StatementOfReasons } from '@hrd-shield/contracts';
import { STATEMENT_GROUNDS, STATEMENT_SCOPES } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { DsaStatement, dsaStatementOf, NO_EQUIVALENT } from './dsa-statement.ts';

const STATEMENT: StatementOfReasons = {
  code: 'x_AAAAAAAAAAAAAAAAAAAAAA' as StatementOfReasons['code'],
  ground: 'private-information',
  scope: 'item-hidden',
  automated: true,
  imposedAt: Date.UTC(2026, 2, 4),
  until: Date.UTC(2026, 2, 5),
  redress: 'appeal-by-code',
};

describe('a statement for the transparency database', () => {
  it('has a value of the published lists for every ground and scope', () => {
    for (const ground of STATEMENT_GROUNDS) {
      for (const scope of STATEMENT_SCOPES) {
        const { statement } = dsaStatementOf({ ...STATEMENT, ground, scope });
        expect(DsaStatement.safeParse(statement).success, `${ground} ${scope}`).toBe(true);
      }
    }
  });

  it('maps what has an equivalent, with its dates and how it was decided', () => {
    expect(dsaStatementOf(STATEMENT)).toMatchObject({
      withoutEquivalent: [],
      statement: {
        decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
        category: 'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
        application_date: '2026-03-04',
        end_date_visibility_restriction: '2026-03-05',
        automated_decision: 'AUTOMATED_DECISION_FULLY',
      },
    });
  });

  it('says where the published lists have no equivalent', () => {
    const { statement, withoutEquivalent } = dsaStatementOf({
      ...STATEMENT,
      ground: 'abuse-of-reports',
      scope: 'reports-and-marks',
    });
    expect(withoutEquivalent).toEqual(['ground', 'scope']);
    expect(statement.category).toBe('STATEMENT_CATEGORY_OTHER_VIOLATION_TC');
    expect(statement.content_type_other).toContain(NO_EQUIVALENT);
    expect(statement.decision_facts).toContain(NO_EQUIVALENT);
  });

  it('refuses a value that is not on a published list', () => {
    const { statement } = dsaStatementOf(STATEMENT);
    expect(DsaStatement.safeParse({ ...statement, category: 'HARASSMENT' }).success).toBe(false);
    expect(DsaStatement.safeParse({ ...statement, end_date: '2026-03-05' }).success).toBe(false);
  });

  it('says nothing of a defender', () => {
    for (const ground of STATEMENT_GROUNDS) {
      const text = JSON.stringify(dsaStatementOf({ ...STATEMENT, ground }).statement);
      expect(text).not.toMatch(/defender|designat|human rights|protect(ed|s) /i);
    }
  });
});
