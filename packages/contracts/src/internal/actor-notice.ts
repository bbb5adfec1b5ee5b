import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { field } from '../field.ts';
import { ActorRef } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';

/** Why what is remembered of an actor changes. */
export const ACTOR_NOTICE_GROUNDS = ['erasure', 'account-deleted', 'objection'] as const;
export type ActorNoticeGround = (typeof ACTOR_NOTICE_GROUNDS)[number];

/**
 * What detection has to know of the rights of somebody who acted at defenders: after an erasure or
 * the end of the account nothing from before counts, after an objection that people upheld the
 * account is on no list.
 */
export const ActorNotice = z.object({
  actor: field(ActorRef, 'keyed pseudonym', 'pseudonym'),
  ground: field(z.enum(ACTOR_NOTICE_GROUNDS), 'which right', 'plain'),
  at: field(EpochMs, 'when it was granted, epoch ms', 'plain'),
});
export type ActorNotice = z.infer<typeof ActorNotice>;

/** The event that carries a notice, told by `source`; its key is the actor. */
export function actorNoticeEvent(notice: ActorNotice, source: string): CloudEvent<ActorNotice> {
  return {
    specversion: '1.0',
    id: `${notice.actor}/${notice.ground}/${notice.at}`,
    source,
    type: INTERNAL_TYPES.actorNotice,
    time: new Date(notice.at).toISOString(),
    data: notice,
  };
}
