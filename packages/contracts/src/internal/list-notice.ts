import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { field } from '../field.ts';
import { DefenderRef, Sealed, StopId } from '../ids.ts';
import { unreachable } from '../shield-error.ts';
import { EpochMs } from '../units.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';

/**
 * What has to reach everybody who holds the list, whether or not the registry's database answers:
 * that a consent was withdrawn, that processing stops until the registry has heard what was asked,
 * and that the registry has nothing unpublished.
 */
export const ListNotice = z.discriminatedUnion('kind', [
  z.object({
    kind: field(z.literal('withdrawn'), 'processing stops at once and for good', 'plain'),
    ref: field(DefenderRef, 'the designation', 'pseudonym'),
    at: field(EpochMs, 'when consent was withdrawn, epoch ms', 'plain'),
  }),
  z.object({
    kind: field(z.literal('stopped'), 'processing stops until the registry has heard it', 'plain'),
    ref: field(DefenderRef, 'the designation', 'pseudonym'),
    stop: field(StopId, 'this one word', 'pseudonym'),
    at: field(EpochMs, 'when it was said, epoch ms', 'plain'),
    asked: field(Sealed, 'what was asked, and by whom, under the data key', 'identity'),
    narrowed: field(
      Sealed.optional(),
      'classes of data that alone are stopped, for whoever screens events, under the data key; absent: all',
      'content',
    ),
  }),
  z.object({
    kind: field(z.literal('settled'), 'the registry has heard it', 'plain'),
    ref: field(DefenderRef, 'the designation', 'pseudonym'),
    stop: field(StopId, 'the word that was heard', 'pseudonym'),
    at: field(EpochMs, 'when it was heard, epoch ms', 'plain'),
    version: field(
      z.number().int().min(0),
      'from this version on the list decides again whether events are processed',
      'plain',
    ),
  }),
  z.object({
    kind: field(z.literal('current'), 'every change of the registry is published', 'plain'),
    at: field(EpochMs, 'when that was so, epoch ms', 'plain'),
  }),
]);
export type ListNotice = z.infer<typeof ListNotice>;

/** Key of its topic. */
export function listNoticeKey(notice: ListNotice): string {
  switch (notice.kind) {
    case 'withdrawn':
      return notice.ref;
    case 'stopped':
    case 'settled':
      return notice.stop;
    case 'current':
      return notice.kind;
    default:
      return unreachable(notice);
  }
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
