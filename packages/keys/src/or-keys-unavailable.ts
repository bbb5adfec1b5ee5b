import { ShieldError } from '@hrd-shield/contracts';

/** Does something with a key file. @throws ShieldError `keys.unavailable`, with what failed */
export async function orKeysUnavailable<T>(work: () => Promise<T>, detail: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ShieldError('keys.unavailable', { cause, detail });
  }
}
