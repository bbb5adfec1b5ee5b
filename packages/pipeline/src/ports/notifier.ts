import type { Notice, NoticeDelivery } from '@hrd-shield/contracts';

/** Brings a content-free word to a person. */
export interface Notifier {
  /** Never rejects: what cannot be delivered is an answer. */
  send(notice: Notice): Promise<NoticeDelivery>;
}

/** Stands where nobody has set up how people are reached. */
export const NO_NOTIFIER: Notifier = {
  send: async ({ id }) => ({ notice: id, state: 'no-channel' }),
};
