import { spawn } from 'node:child_process';

const OUTPUT_CHARS_MAX = 4 * 1_048_576;

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program to its end and keeps what it printed, on both streams, in order.
 * `echo` shows it as it comes.
 */
export function runCommand(
  file: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly timeoutMs: number;
    readonly echo?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      timeout: options.timeoutMs,
      env: { ...process.env, ...options.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      if (options.echo === true) process.stdout.write(chunk);
      if (output.length < OUTPUT_CHARS_MAX) output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code, signal) => {
      const ending = signal === null ? '' : `\nended by ${signal} (limit ${options.timeoutMs} ms)`;
      resolve({ code: code ?? 1, output: `${output}${ending}`.trim() });
    });
  });
}
