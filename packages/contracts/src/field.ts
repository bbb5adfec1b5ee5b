import type { z } from 'zod';

/**
 * Privacy class of a field, shown in the generated reference.
 * `identity` names a person's account; `content` is what somebody wrote or did; `pseudonym` joins
 * only inside the shield; `plain` says nothing about anybody.
 */
export type Privacy = 'identity' | 'content' | 'pseudonym' | 'plain';

/** Attaches what the reference shows of a field: meaning with unit, and privacy class. */
export function field<T extends z.ZodType>(schema: T, description: string, privacy: Privacy): T {
  return schema.meta({ description, privacy }) as T;
}
