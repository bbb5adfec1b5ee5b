import type { Setting } from './setting.ts';

/** The schema says what it allows through the message of its refusal of a hopeless value. */
export function allowedBy(one: Setting): string {
  const refusal = one.schema.safeParse('\u0000');
  const message = refusal.success ? undefined : refusal.error.issues[0]?.message;
  return message ?? 'a text';
}
