import { createNotifier, loadNotifyConfig } from '@hrd-shield/notify';
import { type Clock, NO_NOTIFIER, type Notifier } from '@hrd-shield/pipeline';

/** @param path of the notify file; without one nobody is told, which is told as a coverage gap */
export async function openNotifier(path: string | undefined, clock: Clock): Promise<Notifier> {
  return path === undefined ? NO_NOTIFIER : createNotifier(await loadNotifyConfig(path), clock);
}
