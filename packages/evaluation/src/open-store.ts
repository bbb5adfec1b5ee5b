import { join } from 'node:path';
import type { SectionContext } from './section.ts';
import { RunStore } from './store/run-store.ts';

const HASH_CHARS = 16;

/** Run records of this code and this policy, with a part left out where it is named. */
export function openStore(
  context: SectionContext,
  keepTrails: boolean,
  without?: string,
): Promise<RunStore> {
  const name = `${context.codeHash}-${context.policyHash.slice(0, HASH_CHARS)}`;
  const file = without === undefined ? 'runs' : `without-${without}`;
  return RunStore.open({ root: join(context.cacheFolder, 'runs'), name, file, keepTrails });
}
