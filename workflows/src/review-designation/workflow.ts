import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { TELLING, WRITING } from '../task-ranks.ts';
import type { ReviewDesignationActivities } from './activity-types.ts';
import { designationChanged, type ReviewDesignationInput } from './messages.ts';

const telling = proxyActivities<ReviewDesignationActivities>(TELLING);
// A registry that is away is waited for: nobody lapses meanwhile.
const keeping = proxyActivities<ReviewDesignationActivities>(WRITING);

/** Looks of one run; then a new run begins. */
const LOOKS_MAX = 200;

/**
 * The clock of one designation, `designation:<defenderRef>`: looks when something is due or has
 * changed, and has people told. The registry keeps the facts and decides; no rule lives here.
 */
export async function reviewDesignation(input: ReviewDesignationInput): Promise<void> {
  let changes = 0;
  setHandler(designationChanged, () => {
    changes += 1;
  });
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const seen = changes;
    const kept = await keeping.keepDesignation(input.ref);
    if (kept.notices.length > 0) await telling.tellPeople(kept.notices);
    await keeping.markTold(input.ref, kept.version);
    if (kept.isOver) {
      await condition(allHandlersFinished);
      return;
    }
    const hasChanged = (): boolean => changes !== seen;
    if (kept.nextAt === undefined) await condition(hasChanged);
    else if (kept.nextAt > Date.now()) await condition(hasChanged, kept.nextAt - Date.now());
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof reviewDesignation>(input);
}
