import { ShieldError } from '@hrd-shield/contracts';
import { sentenceOf } from '@hrd-shield/runtime';
import { Command, CommanderError } from 'commander';
import { registerActors } from './commands/actors.ts';
import { registerAudit } from './commands/audit.ts';
import { registerBenchmark } from './commands/benchmark.ts';
import { registerConfig } from './commands/config.ts';
import { registerConformance } from './commands/conformance.ts';
import { registerConvert } from './commands/convert.ts';
import { registerDeadLetters } from './commands/dead-letters.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDesignate } from './commands/designate.ts';
import { registerDetect } from './commands/detect.ts';
import { registerDsa } from './commands/dsa.ts';
import { registerExplain } from './commands/explain.ts';
import { registerExport } from './commands/export.ts';
import { registerHolds } from './commands/holds.ts';
import { registerImprove } from './commands/improve.ts';
import { registerKeys } from './commands/keys.ts';
import { registerLogin } from './commands/login.ts';
import { registerMeasures } from './commands/measures.ts';
import { registerPolicy } from './commands/policy.ts';
import { registerPublish } from './commands/publish.ts';
import { registerReconcile } from './commands/reconcile.ts';
import { registerRegistry } from './commands/registry.ts';
import { registerRemedies } from './commands/remedies.ts';
import { registerReplay } from './commands/replay.ts';
import { registerReport } from './commands/report.ts';
import { registerRows } from './commands/rows.ts';
import { registerSignIn } from './commands/sign-in.ts';
import { registerStory } from './commands/story.ts';
import { registerTasks } from './commands/tasks.ts';
import { registerTopics } from './commands/topics.ts';
import { EXIT, EXIT_HELP, type ExitCode } from './shell/exit-codes.ts';
import { type CliIo, createShell, type Shell } from './shell/shell.ts';

/** Adds its commands to the program. One module a subject; the list below is the help's order. */
export type RegisterCommand = (program: Command, shell: Shell) => void;

const COMMANDS: readonly RegisterCommand[] = [
  registerDemo,
  registerTopics,
  registerDesignate,
  registerRegistry,
  registerActors,
  registerDeadLetters,
  registerReconcile,
  registerReplay,
  registerConformance,
  registerConvert,
  registerExport,
  registerDetect,
  registerExplain,
  registerPolicy,
  registerLogin,
  registerSignIn,
  registerTasks,
  registerHolds,
  registerRemedies,
  registerMeasures,
  registerRows,
  registerStory,
  registerReport,
  registerBenchmark,
  registerPublish,
  registerDsa,
  registerImprove,
  registerAudit,
  registerKeys,
  registerConfig,
];

const JSON_FLAG = '--json';

/** Runs one command line. @returns the exit code */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const isJson = argv.includes(JSON_FLAG);
  const shell = createShell(io, isJson);
  const program = createProgram(shell);
  try {
    await program.parseAsync(
      argv.filter((word) => word !== JSON_FLAG),
      { from: 'user' },
    );
    return shell.exitCode();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return explain(error, shell);
  }
}

/**
 * All commands as one tree, without running any; faults of usage are thrown, not printed and
 * exited.
 */
export function createProgram(shell: Shell): Command {
  const program = new Command('hrd-shield')
    .description('Protects human rights defenders on large platforms: what people run by hand.')
    .option(JSON_FLAG, 'answer with one JSON line on standard output')
    .addHelpText('after', EXIT_HELP)
    .showHelpAfterError('(see --help)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.io.stdout.write(text),
      writeErr: (text) => void shell.io.stderr.write(text),
    });
  for (const register of COMMANDS) register(program, shell);
  for (const command of program.commands) inherit(command, program);
  return program;
}

/** Commander copies settings only to commands made after them, and one level down. */
function inherit(command: Command, from: Command): void {
  command.copyInheritedSettings(from).addHelpText('after', EXIT_HELP);
  for (const inner of command.commands) inherit(inner, command);
}

function explain(error: unknown, shell: Shell): ExitCode {
  const isConfig = error instanceof ShieldError && error.code === 'config.invalid';
  const code = isConfig ? EXIT.usage : EXIT.fault;
  const name = error instanceof ShieldError ? error.code : 'unexpected';
  const sentence = sentenceOf(error);
  shell.note(sentence);
  if (shell.isJson) shell.answer({ code: name, error: sentence }, [], code);
  return code;
}
