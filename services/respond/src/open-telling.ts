import { noticeLeavesAt } from '@hrd-shield/domain/registry';
import { createNotifier, loadNotifyConfig } from '@hrd-shield/notify';
import { type Clock, NO_NOTIFIER } from '@hrd-shield/pipeline';
import type { ActivityDeps } from './activities.ts';
import type { Designations } from './steps/follow-designations.ts';

/**
 * How people are told, and when. A rung has no hours; a defender may have agreed to some.
 * @param path of the notify file; without one nobody is told, which is told as a coverage gap
 */
export async function openTelling(
  path: string | undefined,
  to: {
    readonly clock: Clock;
    readonly designations: Pick<Designations, 'contactHoursOf'>;
  },
): Promise<Pick<ActivityDeps, 'notifier' | 'waitOf'>> {
  const { clock, designations } = to;
  return {
    notifier:
      path === undefined ? NO_NOTIFIER : createNotifier(await loadNotifyConfig(path), clock),
    waitOf: ({ kind, target }) => {
      if (target.kind !== 'defender') return 0;
      const at = clock.now();
      return noticeLeavesAt(designations.contactHoursOf(target.defender), kind, at) - at;
    },
  };
}
