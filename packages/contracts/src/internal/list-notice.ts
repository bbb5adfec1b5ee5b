import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { field } from '../field.ts';
import { DefenderRef } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';

/**
 * What has to reach everybody who holds the list, whether or not the registry's database answers:
 * that a consent was withdrawn, and that the registry has nothing unpublished.
 */
export const ListNotice = z.discriminatedUnion('kind', [
  z.object({
    kind: field(z.literal('withdrawn'), 'processing stops at once and for good', 'plain'),
    ref: field(DefenderRef, 'the designation', 'pseudonym'),
    at: field(EpochMs, 'when consent was withdrawn, epoch ms', 'plain'),
  }),
  z.object({
    kind: field(z.literal('current'), 'every change of the registry is published', 'plain'),
    at: field(EpochMs, 'when that was so, epoch ms', 'plain'),
  }),
]);
export type ListNotice = z.infer<typeof ListNotice>;

/** Key of its topic. */
export function listNoticeKey(notice: ListNotice): string {
  return notice.kind === 'withdrawn' ? notice.ref : notice.kind;
}

/** The event that carries a notice, told by `source`. */
export function listNoticeEvent(notice: ListNotice, source: string): CloudEvent<ListNotice> {
  return {
    specversion: '1.0',
    id: `${listNoticeKey(notice)}/${notice.at}`,
    source,
    type: INTERNAL_TYPES.listNotice,
    time: new Date(notice.at).toISOString(),
    data: notice,
  };
}
