import { DETECTOR_IDS } from '@hrd-shield/domain';
import { z } from 'zod';

/** A number of a rule file with what it means and where it comes from; parses to the value. */
export function quantity<V>(value: z.ZodType<V>): z.ZodType<V> {
  return z
    .strictObject({
      value,
      unit: z.string().min(1),
      source: z.string().min(1),
      owner: z.string().min(1),
    })
    .transform((leaf): V => leaf.value as V);
}

export const number = quantity(z.number());
export const positive = quantity(z.number().positive());
export const count = quantity(z.number().int().min(0));
export const ratio = quantity(z.number().min(0).max(1));
export const active = quantity(z.array(z.enum(DETECTOR_IDS)));
export const texts = quantity(z.array(z.string().min(1)).min(1));
export const languages = quantity(z.array(z.string().min(2).max(8)));
export const pair = quantity(z.tuple([z.number().positive(), z.number().positive()]));
export const curve = quantity(
  z
    .array(z.tuple([z.number(), z.number()]))
    .min(1)
    .refine((points) => points.every(([x], i) => i === 0 || x > (points[i - 1]?.[0] ?? 0)), {
      message: 'x must ascend',
    }),
);
