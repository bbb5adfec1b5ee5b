import {
  STATEMENT_GROUNDS,
  STATEMENT_SCOPES,
  type StatementOfReasons,
} from '@hrd-shield/contracts';
import { csvOf } from '../release/csv.ts';
import { dsaStatementOf, NO_EQUIVALENT } from './dsa-statement.ts';

/** Any statement: only its ground and scope matter here. */
const SAMPLE: StatementOfReasons = {
  code: 'x_AAAAAAAAAAAAAAAAAAAAAA' as StatementOfReasons['code'],
  ground: 'coordinated-behaviour',
  scope: 'sending',
  automated: false,
  imposedAt: 0,
  until: 0,
  redress: 'appeal-by-code',
};

/** A value of ours with that of the published lists. */
type Mapped = {
  readonly kind: 'ground' | 'scope';
  readonly ours: string;
  readonly published: string;
  /** Says where a neighbour stands for it. */
  readonly note: string;
};

/** Every ground with its category. */
export function mappedGrounds(): readonly Mapped[] {
  return STATEMENT_GROUNDS.map((ground) => {
    const { statement, withoutEquivalent } = dsaStatementOf({ ...SAMPLE, ground });
    return {
      kind: 'ground',
      ours: ground,
      published: statement.category,
      note: withoutEquivalent.includes('ground') ? NO_EQUIVALENT : '',
    };
  });
}

/** Every ground and scope with its value of the published lists, or that there is none. */
export function mappingCsv(): string {
  const scopes = STATEMENT_SCOPES.map((scope): Mapped => {
    const { statement, withoutEquivalent } = dsaStatementOf({ ...SAMPLE, scope });
    return {
      kind: 'scope',
      ours: scope,
      published: statement.decision_visibility?.[0] ?? statement.decision_provision ?? '',
      note: withoutEquivalent.includes('scope') ? NO_EQUIVALENT : '',
    };
  });
  return csvOf(['kind', 'ours', 'published', 'note'], [...mappedGrounds(), ...scopes]);
}
