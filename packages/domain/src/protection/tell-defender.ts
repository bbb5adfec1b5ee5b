import { specOf, tellAgain } from './measures.ts';
import { isInForce, type MeasureInstance, measuresOf } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * The defender is told at once what was done: a notice that stands already is sent again when
 * something new was asked for in this decision. A new notice names everything by itself.
 *
 * @source response notes, section 1
 */
export function tellDefender(turn: Turn): void {
  if (turn.policy.limits === undefined) return;
  const asked = turn
    .facts()
    .flatMap((fact) => (fact.kind === 'measure.requested' ? [fact.instance] : []));
  const isNotice = (each: MeasureInstance): boolean => specOf(turn, each.measure).tells === true;
  const isNews = measuresOf(turn.state()).some(
    (each) => asked.includes(each.ref) && !isNotice(each),
  );
  if (!isNews) return;
  for (const notice of measuresOf(turn.state())) {
    const isStanding = isInForce(notice) && isNotice(notice) && !asked.includes(notice.ref);
    if (isStanding) tellAgain(turn, notice);
  }
}
