import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';

/**
 * What a text of JSON says, by its shape.
 * @param file name that an error gives
 * @throws ShieldError `config.invalid`
 */
export function jsonAs<V>(shape: z.ZodType<V>, text: string, file: string): V {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${file} is not JSON`);
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw invalid(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function invalid(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}
