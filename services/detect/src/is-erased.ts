import { ShieldError } from '@hrd-shield/contracts';

/** The data key of the defender was destroyed: nothing of this person is kept. */
export function isErased(error: unknown): boolean {
  return error instanceof ShieldError && error.code === 'seal.unknown-key';
}
