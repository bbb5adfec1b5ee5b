import { z } from 'zod';
import { DefenderRef, RequestId, ResponderRef } from '../ids.ts';
import { ACTOR_RIGHTS, REVEAL_PURPOSES, SEALED_PARTS } from '../registry-words.ts';
import { EpochMs } from '../units.ts';

/** What one person asked for and another has to agree to. */
export const RevealShown = z.object({
  id: RequestId,
  kind: z.enum(['reveal', 'export', 'actors']),
  defender: DefenderRef.optional(),
  part: z.enum(SEALED_PARTS).optional(),
  right: z.enum(ACTOR_RIGHTS).optional(),
  purpose: z.enum(REVEAL_PURPOSES),
  by: ResponderRef,
  askedAt: EpochMs,
  agreedBy: ResponderRef.optional(),
  agreedAt: EpochMs.optional(),
  usedAt: EpochMs.optional(),
});
