import { readFile } from 'node:fs/promises';
import { ShieldError } from '@hrd-shield/contracts';

/** Text of a file that has to be there. @throws ShieldError `config.invalid` */
export async function readText(path: string): Promise<string> {
  const text = await readIfThere(path);
  if (text === undefined) throw unreadable(path);
  return text;
}

/**
 * Text of a file; undefined where there is none. One that is there and cannot be read is a fault: to
 * take it for missing would begin a log anew over the one that is.
 * @throws ShieldError `config.invalid`
 */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause?: unknown): ShieldError {
  return new ShieldError('config.invalid', { detail: `${path} cannot be read`, cause });
}
