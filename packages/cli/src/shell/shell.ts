import type { ConfigDefinition, ConfigOf, SettingTable } from '@hrd-shield/runtime';
import { defineConfig, loadConfig } from '@hrd-shield/runtime';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { localEnvironment } from './local-environment.ts';
import { readFile, readStandardInput } from './read-input.ts';

/** The parts of the process that commands may touch; passed in by `main.ts`. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/** What a command uses to read settings and input and to answer. */
export interface Shell {
  readonly io: CliIo;
  readonly isJson: boolean;
  /**
   * Reads settings from the environment; addresses of servers that it does not name are those of
   * the running local stack.
   * @throws ShieldError `config.invalid`
   */
  settings<Table extends SettingTable>(table: Table): Promise<ConfigOf<ConfigDefinition<Table>>>;
  /**
   * The answer: one JSON line with `--json`, else the lines.
   * @param code exit code; `ok` of the JSON line is true when it is 0
   */
  answer(data: object, lines: readonly string[], code?: ExitCode): void;
  /** Progress of long work: one rewritten line on standard error, only on a terminal. */
  progress(text: string): void;
  /** A remark for the person, on standard error. */
  note(text: string): void;
  /** Text of a file, or of standard input for `-`. @throws ShieldError `input.bad-file` */
  read(path: string): Promise<string>;
  /** The exit code so far. */
  exitCode(): ExitCode;
}

/** The shell of one command line. @param isJson whether answers are one JSON line */
export function createShell(io: CliIo, isJson: boolean): Shell {
  let code: ExitCode = EXIT.done;
  let hasProgress = false;
  const clearProgress = () => {
    if (hasProgress) io.stderr.write('\r\u001b[K');
    hasProgress = false;
  };
  return {
    io,
    isJson,
    settings: async (table) => {
      const env = await localEnvironment(io.env, Object.values(table));
      return loadConfig(defineConfig('cli', table), env).values;
    },
    answer: (data, lines, answerCode = EXIT.done) => {
      clearProgress();
      code = answerCode;
      const text = isJson
        ? JSON.stringify({ ok: answerCode === EXIT.done, ...data })
        : lines.join('\n');
      if (text !== '') io.stdout.write(`${text}\n`);
    },
    progress: (text) => {
      if (io.stderr.isTTY !== true) return;
      io.stderr.write(`\r\u001b[K${text}`);
      hasProgress = true;
    },
    note: (text) => {
      clearProgress();
      io.stderr.write(`${text}\n`);
    },
    read: (path) => (path === '-' ? readStandardInput(io.stdin) : readFile(path)),
    exitCode: () => code,
  };
}
