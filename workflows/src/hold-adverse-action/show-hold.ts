import type { ResponderRef } from '@hrd-shield/contracts/pure';
import { type HoldLife, holdRow, isSettled } from '@hrd-shield/domain/hold';
import { condition } from '@temporalio/workflow';
import type { HoldAdverseActionActivities } from './activity-types.ts';

/** The life as it is now, and how many facts made it. */
interface Shown {
  readonly life: HoldLife;
  readonly changes: number;
  readonly decidedBy: ResponderRef | undefined;
}

/** Keeps the board at the state of the hold, until it has ended and was shown so. */
export async function showHold(of: {
  readonly shown: () => Shown;
  readonly activities: Pick<HoldAdverseActionActivities, 'updateHoldBoard'>;
}): Promise<void> {
  let done = 0;
  for (;;) {
    await condition(() => of.shown().changes > done);
    const { changes, decidedBy, life } = of.shown();
    await of.activities.updateHoldBoard(holdRow(life, life.about.askedAt + changes, decidedBy));
    done = changes;
    if (isSettled(life)) return;
  }
}
