import { spawn } from 'node:child_process';

const KEPT_OUTPUT_CHARS = 64_000;

/** What a tool that ran to its end left behind. `missing` means that there is no such program. */
export interface ToolResult {
  readonly exitCode: number;
  readonly output: string;
  readonly missing: boolean;
}

/** How a tool is run: all fields may be left out. */
export interface ToolOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly timeoutMs?: number;
}

/** Runs a program to its end and keeps the last part of what it printed. Never rejects. */
export function runTool(
  program: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const { input, timeoutMs, ...spawnOptions } = options;
  return new Promise((done) => {
    const child = spawn(program, args, {
      ...spawnOptions,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT_CHARS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.stdin.on('error', () => undefined);
    child.on('error', (fault: NodeJS.ErrnoException) =>
      done({ exitCode: -1, output: output + fault.message, missing: fault.code === 'ENOENT' }),
    );
    child.on('close', (code) => done({ exitCode: code ?? -1, output, missing: false }));
    child.stdin.end(input ?? '');
  });
}
