import { z } from 'zod';
import { field } from './field.ts';
import { NOTICE_KINDS } from './workflow/notice.ts';

const HOUR_MS = 3_600_000;
const CHECK_IN_HOURS_MAX = 31 * 24;

/** How often somebody says that they are free; one that is missed begins the custody protocol. */
export const CheckIn = z.strictObject({
  everyMs: field(
    z
      .int()
      .min(HOUR_MS)
      .max(CHECK_IN_HOURS_MAX * HOUR_MS),
    'how long after a check-in the next one is due, ms',
    'content',
  ),
});
export type CheckIn = z.infer<typeof CheckIn>;

/** Whether the runtime knows a time zone by this name. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** When somebody can be told something without danger, in their own time. */
export const ContactHours = z
  .strictObject({
    from: field(z.int().min(0).max(23), 'hour of the day from which on', 'content'),
    to: field(z.int().min(0).max(24), 'hour before which; below `from`: the next day', 'content'),
    zone: field(
      z.string().max(64).refine(isZone, { error: 'a time zone of the IANA database' }),
      'time zone, as the IANA database names it',
      'content',
    ),
    urgent: field(
      z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length).default([]),
      'kinds of notices that they consented to at any hour',
      'content',
    ),
  })
  .refine(({ from, to }) => from !== to, { error: 'hours begin and end at different times' });
export type ContactHours = z.infer<typeof ContactHours>;
