import { type StatementRow, statementCode } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import type { ProtectionFact } from './facts.ts';

/** The codes under which restricted accounts may appeal, with what they stand for. */
export function statementRows(
  { after }: Around,
  facts: readonly ProtectionFact[],
): readonly StatementRow[] {
  return facts.flatMap((fact): StatementRow[] => {
    if (fact.kind !== 'measure.requested' || fact.actors.length === 0) return [];
    return [
      {
        code: statementCode(fact.instance),
        instance: fact.instance,
        case: fact.case,
        defender: after.defender,
        at: fact.at,
      },
    ];
  });
}
