import { loadImprovementPolicy } from '@hrd-shield/policy';
import {
  PRECISION_SLICES,
  type PrecisionSlicing,
  readDrift,
  readPrecision,
} from '@hrd-shield/reporting';
import { type Command, Option } from 'commander';
import { instantOf } from '../commands/open-facts.ts';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { figureLine, withFacts } from './show-figures.ts';
import { type Window, windowOf, withWindow } from './window.ts';

const DAY_MS = 86_400_000;

interface PrecisionOptions extends Window {
  readonly by: PrecisionSlicing;
  readonly scripted?: boolean;
}

/** Adds `improve precision` and `drift`: what verdicts and appeals say of each rule and language. */
export function registerPrecision(improve: Command, shell: Shell): void {
  withWindow(improve.command('precision'))
    .description('precision from verdicts and appeals, by detector, language, region or threat')
    .addOption(
      new Option('--by <slice>', 'what it is sliced by')
        .choices(PRECISION_SLICES)
        .default('detector'),
    )
    .option('--scripted', 'verdicts of scripts, which say nothing of people')
    .action((options: PrecisionOptions) => precision(options, shell));
  improve
    .command('drift')
    .description('whether precision changed lately for any slice; fails when it fell')
    .option('--as-of <instant>', 'lately ends here; now when absent')
    .option('--scripted', 'verdicts of scripts, which say nothing of people')
    .action(
      async (
        options: { readonly asOf?: string; readonly scripted?: boolean },
        command: Command,
      ) => {
        const at = instantOf(options.asOf, Date.now());
        if (at === undefined) command.error('--as-of takes an instant such as 2026-11-01');
        else await drift({ at, scripted: options.scripted ?? false }, shell);
      },
    );
}

async function precision(options: PrecisionOptions, shell: Shell): Promise<void> {
  const { by, scripted = false } = options;
  const { minimumCell } = loadImprovementPolicy().precision;
  const question = { by, scripted, ...windowOf(options, Date.now()) };
  const slices = await withFacts(shell, async (facts) => {
    await facts.build();
    return readPrecision(facts.readRows, question, minimumCell);
  });
  shell.answer({ by, scripted, slices }, [
    ...slices.map(
      ({ name, overturned, precision: figure }) =>
        `${figureLine(name, figure)}${overturned === 0 ? '' : `, ${overturned} taken back on appeal`}`,
    ),
    `${slices.length} slices by ${by}`,
  ]);
}

async function drift(
  { at, scripted }: { readonly at: number; readonly scripted: boolean },
  shell: Shell,
): Promise<void> {
  const { drift: rules, precision: cells } = loadImprovementPolicy();
  const drifts = await withFacts(shell, async (facts) => {
    await facts.build();
    return readDrift(facts.readRows, at, {
      margin: rules.margin,
      minimumCell: cells.minimumCell,
      latelyMs: rules.latelyDays * DAY_MS,
      beforeMs: rules.beforeDays * DAY_MS,
      scripted,
    });
  });
  const falling = drifts.filter(({ state }) => state === 'falling');
  shell.answer(
    { falling: falling.length, drifts },
    [
      ...drifts.map(
        ({ before, by, lately, name, state }) =>
          `${state.padEnd('too-few'.length)}  ${by} ${figureLine(name, lately)}; ${figureLine('before', before)}`,
      ),
      `${falling.length} of ${drifts.length} slices fell`,
    ],
    falling.length === 0 ? EXIT.done : EXIT.fault,
  );
}
