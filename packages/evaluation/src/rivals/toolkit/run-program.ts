import { spawn } from 'node:child_process';
import { ShieldError } from '@hrd-shield/contracts';

const KEPT_CHARS = 4_000;

export interface ProgramOptions {
  readonly timeoutMs: number;
}

/**
 * Runs a program to its end and returns what it printed.
 * @throws ShieldError `stack.missing-tool` when there is no such program, `input.bad-file` when it
 *   ends badly, with the end of what it said
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeoutMs }: ProgramOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const out: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => void out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-KEPT_CHARS);
    });
    child.on('error', (cause) =>
      reject(new ShieldError('stack.missing-tool', { detail: `${program} does not start`, cause })),
    );
    child.on('close', (code) => {
      const printed = Buffer.concat(out).toString('utf8');
      if (code === 0) resolve(printed);
      else {
        const detail = `${program} ended with ${code ?? 'a signal'}: ${said || printed.slice(-KEPT_CHARS)}`;
        reject(new ShieldError('input.bad-file', { detail }));
      }
    });
  });
}
