import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** The rival, pinned; a newer one may behave otherwise. */
export const TOOLKIT = { package: 'coordination-network-toolkit', version: '1.5.2' } as const;
const INSTALL_MS = 300_000;

/** Programs of an installed toolkit. */
export interface Toolkit {
  /** The toolkit's own command. */
  readonly command: string;
  /** The Python that it runs on, which also reads its database. */
  readonly python: string;
}

/**
 * Installs the toolkit with pip into an environment of its own, once.
 * @throws ShieldError `stack.missing-tool` without Python 3 and its `venv`
 */
export async function installToolkit(
  cacheFolder: string,
  say: (line: string) => void,
): Promise<Toolkit> {
  const folder = join(cacheFolder, `${TOOLKIT.package}-${TOOLKIT.version}`);
  const ready = join(folder, 'ready');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(ready)) {
    say(`${TOOLKIT.package} ${TOOLKIT.version}: installing into an environment of its own`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(cacheFolder, { recursive: true });
    await runProgram('python3', ['-m', 'venv', folder], { timeoutMs: INSTALL_MS });
    const wanted = `${TOOLKIT.package}==${TOOLKIT.version}`;
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted];
    await runProgram(python, args, { timeoutMs: INSTALL_MS });
    await mkdir(`${ready}.partial`);
    await rename(`${ready}.partial`, ready);
  }
  return { command: join(folder, 'bin', 'compute_networks'), python };
}
