import type { ReferencePlatform } from '@hrd-shield/emitter';
import type { Truth } from './ledger/books.ts';

/** What the platform says that it did, and what is on, as the ledger asks for it. */
export function doneByPlatform({
  active,
  deeds,
}: Pick<ReferencePlatform, 'active' | 'deeds'>): Pick<Truth, 'active' | 'deeds'> {
  return {
    deeds: deeds(),
    active: [...active()].map(([instance, one]) => ({ instance, ...one })),
  };
}
