import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Program and arguments that run a TypeScript file of ours in a process of its own. */
export function tsxCommand(
  file: URL,
  args: readonly string[],
): { readonly program: string; readonly args: readonly string[] } {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { program: process.execPath, args: ['--import', loader, fileURLToPath(file), ...args] };
}
