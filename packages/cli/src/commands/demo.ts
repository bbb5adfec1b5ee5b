import { ShieldError } from '@hrd-shield/contracts';
import type { Command } from 'commander';
import { DEMO_SEED, type DemoOptions } from '../demo/demo-options.ts';
import { runDemo } from '../demo/run-demo.ts';
import type { Shell } from '../shell/shell.ts';

const EVENTS = 1_000_000;
const EVENTS_MIN = 20_000;
const EVENTS_MAX = 50_000_000;

interface Flags {
  readonly events: string;
  readonly seed: string;
  readonly verdicts: boolean;
  readonly keep?: boolean;
  readonly interactive?: boolean;
  readonly input?: string;
  readonly designations?: string;
}

/** `demo`: the main job, from an empty machine to a table of what was true and what was found. */
export function registerDemo(program: Command, shell: Shell): void {
  program
    .command('demo')
    .description('play a city with attacks and look-alikes through the whole pipeline')
    .option('--events <count>', 'events of the city', String(EVENTS))
    .option('--seed <text>', 'seed of the city', DEMO_SEED)
    .option('--no-verdicts', 'a platform without classifiers: no verdict on any text')
    .option('--input <file>', 'play a file of structured CloudEvents instead of the city')
    .option('--designations <file>', 'with --input: who is designated')
    .option('--interactive', 'claim and decide one case yourself')
    .option('--keep', 'keep keyring, logs and topics of the run')
    .action((flags: Flags) => runDemo(optionsOf(flags), shell));
}

function optionsOf(flags: Flags): DemoOptions {
  const events = Number(flags.events);
  if (!Number.isInteger(events) || events < EVENTS_MIN || events > EVENTS_MAX) {
    const detail = `--events takes a whole number from ${EVENTS_MIN} to ${EVENTS_MAX}`;
    throw new ShieldError('config.invalid', { detail });
  }
  if ((flags.input === undefined) !== (flags.designations === undefined)) {
    const detail = '--input and --designations go together';
    throw new ShieldError('config.invalid', { detail });
  }
  return {
    events,
    seed: flags.seed,
    verdicts: flags.verdicts,
    keep: flags.keep === true,
    interactive: flags.interactive === true,
    ...(flags.input === undefined ? {} : { input: flags.input }),
    ...(flags.designations === undefined ? {} : { designations: flags.designations }),
  };
}
