import type { Outcome } from '@hrd-shield/contracts';
import { type HoldSubject, stateNoticeOf, stateNoticeOutcome } from '@hrd-shield/domain/hold';
import { sleep } from '@temporalio/workflow';
import type { HoldAdverseActionActivities } from './activity-types.ts';

/** How a notice leaves and what became of it is kept. */
interface Ways {
  readonly activities: Pick<HoldAdverseActionActivities, 'notify'>;
  readonly put: (outcome: Outcome) => void;
  readonly flush: () => Promise<void>;
}

/** Tells the defender of a request by a state, now or when the law no longer bars it. */
export async function tellOfState(about: HoldSubject, ways: Ways): Promise<void> {
  const plan = stateNoticeOf(about, Date.now());
  if (plan === undefined) return;
  if (plan.barred !== undefined) {
    ways.put(plan.barred);
    await ways.flush();
    await sleep(plan.from - Date.now());
  }
  const [delivery] = await ways.activities.notify([plan.notice]);
  ways.put(stateNoticeOutcome(about, plan.notice, { delivery, at: Date.now() }));
  await ways.flush();
}
