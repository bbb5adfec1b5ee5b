import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The variables that a run may set; the process environment fits. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folders of the stack. `cacheDir` holds downloads, `stateDir` data, logs and records. */
export interface Places {
  readonly stateDir: string;
  readonly cacheDir: string;
}

/** The root of the repository. */
export const repositoryRoot: string = fileURLToPath(new URL('../../../', import.meta.url));

/** `SHIELD_STATE_DIR` and `SHIELD_CACHE_DIR`, or `.state` in the repository and the user's cache. */
export function placesOf(env: Environment): Places {
  const cacheHome = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return {
    stateDir: resolve(env.SHIELD_STATE_DIR || join(repositoryRoot, '.state')),
    cacheDir: resolve(env.SHIELD_CACHE_DIR || join(cacheHome, 'hrd-shield')),
  };
}
