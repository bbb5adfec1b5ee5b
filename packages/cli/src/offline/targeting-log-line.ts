import { TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import { z } from 'zod';

const PLACE = {
  /** Partition and offset of the targeting log: order holds within a partition. */
  partition: z.number().int().min(0),
  offset: z.string().regex(/^\d{1,19}$/),
};

/** One record of the targeting log, opened: a line of an exported file. */
export const TargetingLogLine = z.discriminatedUnion('kind', [
  z.object({ ...PLACE, kind: z.literal('event'), event: TargetingEvent }),
  z.object({ ...PLACE, kind: z.literal('hint'), hint: TargetingHint }),
  z.object({ ...PLACE, kind: z.literal('watermark'), at: z.number().int().min(0) }),
]);
export type TargetingLogLine = z.infer<typeof TargetingLogLine>;
