import { z } from 'zod';

/** A whole number written in an environment variable, within bounds. */
export function integer(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, `a whole number from ${min} to ${max}`)
        .max(max, `a whole number from ${min} to ${max}`),
    );
}

/** A number written in an environment variable, within bounds. */
export function decimal(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,12})?$/, `a number from ${min} to ${max}`)
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, `a number from ${min} to ${max}`)
        .max(max, `a number from ${min} to ${max}`),
    );
}

/** `true` or `false`. */
export function flag() {
  return z.enum(['true', 'false'], 'true or false').transform((value) => value === 'true');
}

/** One of a closed list of words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `one of ${words.join(', ')}`);
}

/** A text that is not empty. */
export function text(maxLength = 512) {
  const allowed = `a text of 1 to ${maxLength} characters`;
  return z.string().min(1, allowed).max(maxLength, allowed);
}

/** `host:port`. */
export function address() {
  return z.string().regex(/^[\w.-]{1,253}:\d{1,5}$/, 'host:port');
}

/** `host:port` addresses, separated by commas. */
export function addressList() {
  return z
    .string()
    .regex(/^[\w.-]{1,253}:\d{1,5}(,[\w.-]{1,253}:\d{1,5})*$/, 'host:port, separated by commas')
    .transform((value): readonly string[] => value.split(','));
}

/** A URL of one of the given schemes, such as `http`. */
export function urlOf(...schemes: readonly string[]) {
  const allowed = `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return z
    .string()
    .refine((value) => URL.canParse(value) && schemes.some((s) => value.startsWith(`${s}://`)), {
      error: allowed,
    });
}
