import type { DetectionPolicy } from '../policy.ts';
import { type ActorRecord, NO, YES } from '../state/actor-table.ts';
import type { DripAct } from '../state/drip-memory.ts';
import { keptLeaning } from './member-statistics.ts';

/**
 * The sum over newcomers after one more: how much they look sent rather than like a public.
 *
 * @param leaning what their voice says of the crowd, log-odds
 * @source detection notes, section 2, slow drip, on hostile newcomers
 */
export function strangerStep(
  sum: number,
  { exposed: way }: Pick<ActorRecord, 'exposed'>,
  leaning: number,
  policy: DetectionPolicy,
): number {
  const { exposed, unexposed } = policy.posterior;
  const { strangersAlarm, sumMaxFactor } = policy.detectors.D2;
  const came = way === NO ? unexposed : way === YES ? exposed : 0;
  return Math.max(0, Math.min(strangersAlarm * sumMaxFactor, sum + (came + leaning)));
}

/** Where the drip began in some acts, under the rules that said so. */
const beginnings = new WeakMap<readonly DripAct[], Beginning>();

interface Beginning {
  readonly policy: DetectionPolicy;
  readonly since: readonly DripAct[];
}

/**
 * The acts since the sum over newcomers last stood at zero: where the drip began. Whoever came
 * before belongs to the defender's ordinary public. The same list as long as it is asked of the same.
 *
 * @param acts by arrival; a list that never changes
 * @source detection notes, section 3, D2: start estimate, the last zero of the sum
 */
export function sinceLastZero(
  acts: readonly DripAct[],
  policy: DetectionPolicy,
): readonly DripAct[] {
  const known = beginnings.get(acts);
  if (known?.policy === policy) return known.since;
  const since = actsSinceZero(acts, policy);
  beginnings.set(acts, { policy, since });
  return since;
}

function actsSinceZero(acts: readonly DripAct[], policy: DetectionPolicy): readonly DripAct[] {
  let sum = 0;
  let from = 0;
  acts.forEach((act, i) => {
    if (sum === 0) from = i;
    sum = strangerStep(sum, act, keptLeaning(act.lean, policy), policy);
  });
  return sum === 0 ? [] : acts.slice(from);
}

/**
 * The sum over newcomers of whom only a share is sent, after one more: the others are the public of a
 * busy page, and one of them weighs little against a drip among them.
 *
 * @param lean log-likelihood ratio of what they said
 * @source detection notes, section 2, slow drip; likelihood ratio of a mixture against the public alone
 */
export function hiddenStep(
  sum: number,
  { exposed: way }: Pick<ActorRecord, 'exposed'>,
  lean: number | undefined,
  policy: DetectionPolicy,
): number {
  const { exposed, unexposed } = policy.posterior;
  const { hiddenAlarm, hiddenShare, publicShare, sumMaxFactor } = policy.detectors.D2;
  const { attackShare } = policy.hostility;
  const came = way === NO ? unexposed : way === YES ? exposed : 0;
  const said = Math.exp(lean ?? 0);
  const voice = (attackShare * said + 1 - attackShare) / (publicShare * said + 1 - publicShare);
  const step = Math.log(1 - hiddenShare + hiddenShare * Math.exp(came) * voice);
  return Math.max(0, Math.min(hiddenAlarm * sumMaxFactor, sum + step));
}
