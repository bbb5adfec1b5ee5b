import type { Notice, NoticeDelivery } from '@hrd-shield/contracts';
import type { Clock, Notifier } from '@hrd-shield/pipeline';
import { createMailChannel } from './mail-channel.ts';
import type { NotifyConfig, Route } from './notify-config.ts';
import { sendWebhook } from './webhook-channel.ts';

/** Tries of one route before the next one is taken. */
const MAX_TRIES = 2;

/**
 * Tells people over the routes of their rung, one after the other until one has delivered. It never
 * rejects, and nothing of a notice or an address goes into a log.
 */
export function createNotifier(config: NotifyConfig, clock: Clock): Notifier {
  const mail = config.smtp === undefined ? undefined : createMailChannel(config.smtp);

  async function deliver(notice: Notice, route: Route): Promise<boolean> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const isDelivered =
        'mail' in route
          ? ((await mail?.send(notice, route.mail)) ?? false)
          : await sendWebhook(notice, route, clock.now());
      if (isDelivered) return true;
    }
    return false;
  }

  return {
    send: async (notice): Promise<NoticeDelivery> => {
      const routes = routesOf(config, notice);
      let channel: string | undefined;
      for (const route of routes) {
        channel = 'mail' in route ? 'mail' : 'webhook';
        if (await deliver(notice, route)) return { notice: notice.id, state: 'delivered', channel };
      }
      return channel === undefined
        ? { notice: notice.id, state: 'no-channel' }
        : { notice: notice.id, state: 'failed', channel };
    },
  };
}

function routesOf(config: NotifyConfig, { target }: Notice): readonly Route[] {
  if (target.kind === 'defender') return config.defender ?? [];
  // A mailbox of the desk comes before that of the rung as a whole.
  const ofDesk =
    target.desk === undefined ? undefined : config.rungs[`${target.rung}@${target.desk}`];
  return ofDesk ?? config.rungs[target.rung] ?? [];
}
