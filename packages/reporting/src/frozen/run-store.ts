import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';
import { jsonAs } from '../files/json-as.ts';
import { readIfThere, readText } from '../files/read-text.ts';
import { hashOf } from './canonical-json.ts';
import { FrozenInputs } from './frozen-inputs.ts';
import { FrozenRun } from './frozen-run.ts';

/** One line of the log of runs; each names the hash of the one before, so that none goes missing. */
const LogLine = z.strictObject({
  run: z.string(),
  /** When it was put down, ISO 8601. */
  at: z.string(),
  asOf: z.string(),
  inputsHash: z.string(),
  codeVersion: z.string(),
  corrects: z.strictObject({ run: z.string(), reason: z.string() }).optional(),
  /** Hash of the line before; empty for the first. */
  after: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

const LOG = 'log.jsonl';

/**
 * Puts a run down beside its inputs and into the log. A run that is there already stays as it is.
 * @param at epoch ms
 * @throws ShieldError `config.invalid` when the folder cannot be written, the log is broken, or the
 * run corrects one that is not in the log
 */
export async function keepRun(
  folder: string,
  kept: { readonly run: FrozenRun; readonly inputs: FrozenInputs; readonly at: number },
): Promise<'kept' | 'known'> {
  const { at, inputs, run } = kept;
  const log = await readRunLog(folder);
  if (log.some((line) => line.run === run.run)) return 'known';
  const { asOf, codeVersion, corrects, inputsHash } = run;
  if (corrects !== undefined && !log.some((line) => line.run === corrects.run)) {
    throw invalid(`${corrects.run} is not in the log, so nothing can correct it`);
  }
  const last = log.at(-1);
  const line: LogLine = {
    run: run.run,
    at: new Date(at).toISOString(),
    asOf,
    inputsHash,
    codeVersion,
    ...(corrects === undefined ? {} : { corrects }),
    after: last === undefined ? '' : hashOf(last),
  };
  try {
    await mkdir(folder, { recursive: true });
    // Without overwriting: a file of an interrupted attempt holds the same bytes.
    await write(join(folder, `${run.run}.inputs.json`), inputs);
    await write(join(folder, `${run.run}.json`), run);
    await appendFile(join(folder, LOG), `${JSON.stringify(line)}\n`);
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${folder} cannot be written`, cause });
  }
  return 'kept';
}

/**
 * The log of runs, oldest first; empty where there is none.
 * @throws ShieldError `config.invalid` when a line was changed, lost or put in, or the log is there and
 * cannot be read
 */
export async function readRunLog(folder: string): Promise<readonly LogLine[]> {
  const text = (await readIfThere(join(folder, LOG))) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  const log = lines.map((line) => jsonAs(LogLine, line, LOG));
  log.forEach((line, at) => {
    const before = log[at - 1];
    const expected = before === undefined ? '' : hashOf(before);
    if (line.after !== expected) throw invalid(`${LOG} is broken at line ${at + 1}`);
  });
  return log;
}

/**
 * A run of a folder with the inputs that lie beside it.
 * @throws ShieldError `config.invalid` when either is missing or no such file
 */
export async function readRun(
  folder: string,
  name: string,
): Promise<{ readonly run: FrozenRun; readonly inputs: FrozenInputs }> {
  const read = async <V>(shape: z.ZodType<V>, file: string): Promise<V> =>
    jsonAs(shape, await readText(join(folder, file)), file);
  return {
    run: await read(FrozenRun, `${name}.json`),
    inputs: await read(FrozenInputs, `${name}.inputs.json`),
  };
}

async function write(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}

function invalid(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}
