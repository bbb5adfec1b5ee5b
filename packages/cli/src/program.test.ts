import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram, runCli } from './program.ts';
import { type CliIo, createShell } from './shell/shell.ts';

function anIo(env: Record<string, string> = {}) {
  const out = { stdout: '', stderr: '' };
  const io: CliIo = {
    env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  };
  return { io, out };
}

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const { io, out } = anIo(env);
  return { code: await runCli(argv, io), ...out };
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

describe('the command line', () => {
  test('every command has a description, and its help lists the exit codes', async () => {
    const program = createProgram(createShell(anIo().io, false));
    for (const command of allCommands(program)) {
      expect(command.description(), command.name()).not.toBe('');
      const path = pathOf(command);
      const { code, stdout } = await run([...path, '--help']);
      expect(code, path.join(' ')).toBe(0);
      expect(stdout, path.join(' ')).toContain('Exit codes: 0 done');
    }
  });

  test('wrong usage ends with 2 and points to the help', async () => {
    expect(await run(['designate', 'import'])).toMatchObject({ code: 2 });
    const unknown = await run(['bogus']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('see --help');
  });

  test('a missing setting ends with 2, in one sentence, and as JSON where asked', async () => {
    const env = { KAFKA_BROKERS: '127.0.0.1:1' };
    const { code, stdout, stderr } = await run(['designate', 'list', '--json'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL is not set');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'config.invalid' });
  });

  test('no progress is written where standard error is no terminal', () => {
    const { io, out } = anIo();
    createShell(io, false).progress('half');
    expect(out.stderr).toBe('');
  });

  test('what is typed in place of a reference is not repeated', async () => {
    const { code, stdout, stderr } = await run(['designate', 'withdraw', 'canary-account']);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('canary');
  });
});

describe('dead-letters', () => {
  test('explain says what a code means and what to do', async () => {
    const { code, stdout } = await run(['dead-letters', 'explain', 'event.no-key', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      codes: [
        {
          code: 'event.no-key',
          meaning: 'The record has no key, so nobody can be affected by it.',
          retryable: false,
          action: 'Fix the emitter: the key is the affected account.',
        },
      ],
    });
  });

  test('replay asks which letters', async () => {
    const { code, stderr } = await run(['dead-letters', 'replay']);
    expect(code).toBe(2);
    expect(stderr).toContain('say which: --id, --code or --all');
  });
});

function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}
