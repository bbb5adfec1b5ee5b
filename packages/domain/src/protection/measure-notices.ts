import type { Outcome, ProtectionCommand } from '@hrd-shield/contracts';
import { statementCode } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import type { ProtectionFact } from './facts.ts';
import { ofCase, write } from './outcome-parts.ts';
import { isInForce, type MeasureInstance, measuresOf } from './state.ts';
import { statementOf } from './statement.ts';

/** Measures of which one notice tells. */
const MAX_TOLD = 64;

type ApplyParts = Pick<ProtectionCommand, 'parameters' | 'urgent' | 'statement' | 'tells'>;

/** What an apply command says beside whom and how long; only what there is. */
export function applyParts(around: Around, instance: MeasureInstance): ApplyParts {
  const entry = around.policy.measures[instance.measure];
  const forCase = around.after.cases[instance.case];
  if (entry === undefined) return {};
  const statement = statementOf(instance, entry, forCase?.threat ?? 'off-pattern');
  return {
    ...(entry.parameters === undefined ? {} : { parameters: { ...entry.parameters } }),
    ...(forCase?.directHarm === true ? { urgent: true } : {}),
    ...(statement === undefined ? {} : { statement }),
    ...(entry.tells === true ? { tells: [...toldBy(around, instance)] } : {}),
  };
}

function toldBy(
  around: Around,
  notice: MeasureInstance,
): readonly NonNullable<ProtectionCommand['tells']>[number][] {
  return measuresOf(around.after)
    .filter((each) => isInForce(each) && around.policy.measures[each.measure]?.tells !== true)
    .filter((each) => each.ref !== notice.ref)
    .slice(-MAX_TOLD)
    .map((each) => ({
      measure: each.measure as ProtectionCommand['measure'],
      instance: each.ref,
    }));
}

/** Outcomes of what was withheld and of what others were told. */
export function noticeOutcomes(around: Around, fact: ProtectionFact): readonly Outcome[] {
  if (fact.kind === 'measure.withheld') {
    const step = `${fact.measure}#${fact.reason}`;
    return [
      write(around, fact, ['measure.withheld', fact.case, step], {
        ...ofCase(around, fact.case),
        measure: fact.measure as NonNullable<Outcome['measure']>,
        reason: fact.reason,
      }),
    ];
  }
  if (fact.kind !== 'measure.requested') return [];
  const instance = around.after.measures[fact.instance];
  const entry = around.policy.measures[fact.measure];
  if (instance === undefined || entry?.statement === undefined) return [];
  return [
    write(around, fact, ['statement.issued', fact.instance, 0], {
      case: fact.case,
      measure: fact.measure as NonNullable<Outcome['measure']>,
      instance: fact.instance,
      automatic: fact.automatic,
      expiresAt: fact.liftAt,
      option: statementCode(fact.instance),
      reason: entry.statement,
    }),
  ];
}
