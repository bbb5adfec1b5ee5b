import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { field } from '../field.ts';
import { MeasureName, ResponderRef } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';

/** Stands for every measure that touches others. */
export const EVERY_MEASURE = '*';

/** Defenders whose country nobody knows have a quota of their own. ISO 3166-1 leaves it free. */
export const UNKNOWN_COUNTRY = 'ZZ';

/**
 * Whether an automatic measure may touch others at the moment. The latest record of a key holds:
 * `stop:<measure>` is set and taken back by a person, `breaker:<measure>@<country>` trips by itself
 * and ends by itself.
 */
export const MeasureSwitch = z.object({
  measure: field(
    z.union([MeasureName, z.literal(EVERY_MEASURE)]),
    'a measure of the catalogue, or * for all that touch others',
    'plain',
  ),
  state: field(z.enum(['stopped', 'resumed', 'tripped']), 'what holds from now on', 'plain'),
  country: field(
    z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    'where a breaker tripped; everywhere when absent',
    'plain',
  ),
  reason: field(z.string().min(3).max(240), 'why, without data of a person', 'plain'),
  by: field(ResponderRef.optional(), 'who stopped or resumed it', 'pseudonym'),
  at: field(EpochMs, 'when, epoch ms', 'plain'),
  until: field(EpochMs.optional(), 'end of a tripped breaker, epoch ms', 'plain'),
});
export type MeasureSwitch = z.infer<typeof MeasureSwitch>;

/** Key of its topic. */
export function switchKey({
  country,
  measure,
  state,
}: Pick<MeasureSwitch, 'measure' | 'state' | 'country'>): string {
  return state === 'tripped' ? `breaker:${measure}@${country ?? '*'}` : `stop:${measure}`;
}

/** The event that carries a switch, told by `source`. */
export function measureSwitchEvent(next: MeasureSwitch, source: string): CloudEvent<MeasureSwitch> {
  return {
    specversion: '1.0',
    id: `${switchKey(next)}/${next.at}`,
    source,
    type: INTERNAL_TYPES.measureSwitch,
    time: new Date(next.at).toISOString(),
    data: next,
  };
}
