import { AUDIENCES } from '@hrd-shield/domain';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';

/** No audience sees a group smaller than this, whatever a rule file says. */
export const PEOPLE_MIN = 5;
/** Years are too coarse to steer by, and hide what a quarter tells. */
const PERIOD_MONTHS_MAX = 12;

const size = quantity(z.number().int().min(1));

const AudienceRules = z.strictObject({
  floor: z.strictObject({ people: quantity(z.number().int().min(PEOPLE_MIN)), units: size }),
  roundTo: size,
  periodMonths: quantity(z.array(z.number().int().min(1).max(PERIOD_MONTHS_MAX)).min(1)),
  dimensions: size,
  kinds: size,
  sensitivePairs: z.array(
    z.strictObject({ few: z.string().min(1), crossed: z.string().min(1), people: size }),
  ),
  barred: z.array(
    z.strictObject({
      counts: z.string().min(1),
      by: z.string().min(1),
      source: z.string().min(1),
      owner: z.string().min(1),
    }),
  ),
});

/** The file `rules/disclosure.yaml`. */
export const DisclosureFile = z
  .strictObject({
    version: z.string().min(1),
    audiences: z.record(z.enum(AUDIENCES), AudienceRules),
  })
  .refine(
    ({ audiences: { internal, public: open } }) =>
      open.floor.people >= internal.floor.people && open.floor.units >= internal.floor.units,
    { error: 'the public sees no smaller group than people inside' },
  );
