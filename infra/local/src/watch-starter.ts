import { spawn } from 'node:child_process';
import { tsxCommand } from './process/tsx-command.ts';

/** Starts the process that ends an ephemeral stack when its starter is gone, even by `kill -9`. */
export function watchStarter(folder: string): { release(): void } {
  const { program, args } = tsxCommand(new URL('./guard.ts', import.meta.url), [folder]);
  const guard = spawn(program, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  guard.stdin.on('error', () => undefined);
  // The open pipe alone must not keep the starter alive.
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return { release: () => guard.stdin.end() };
}
