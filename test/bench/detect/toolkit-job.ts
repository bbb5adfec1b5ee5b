import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Toolkit } from '../../../packages/evaluation/src/rivals/toolkit/install-toolkit.ts';
import { runProgram } from '../../../packages/evaluation/src/rivals/toolkit/run-program.ts';
import { toolkitCsv } from '../../../packages/evaluation/src/rivals/toolkit/toolkit-database.ts';
import { type MessageOptions, messageStream } from './message-stream.ts';

export interface ToolkitFigures {
  readonly messages: number;
  readonly preprocessMs: number;
  /** `compute co_similar_tweet`, tokenising included. */
  readonly computeMs: number;
}

const LIMIT_MS = 3_600_000;
/** As its own defaults have it, on as many processes as the machine has cores here. */
const COMPUTE = ['compute', 'co_similar_tweet', '--time_window', '60', '--n_cpus', '2'];

/** The toolkit's own program on the same messages, from a fresh database. */
export async function runToolkit(
  toolkit: Toolkit,
  options: MessageOptions,
): Promise<ToolkitFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'hrd-shield-toolkit-'));
  try {
    const input = join(folder, 'messages.csv');
    const database = join(folder, 'toolkit.db');
    const messages = [...messageStream(options)].map((event) => ({
      id: event.ref,
      user: event.actor?.ref ?? '',
      replyTo: event.parent ?? '',
      text: event.text ?? '',
      at: Math.floor(event.at / 1_000),
      links: [`none:${event.ref}`],
    }));
    await writeFile(input, toolkitCsv(messages));
    const begun = performance.now();
    await runProgram(toolkit.command, [database, 'preprocess', input], { timeoutMs: LIMIT_MS });
    const loaded = performance.now();
    await runProgram(toolkit.command, [database, ...COMPUTE], { timeoutMs: LIMIT_MS });
    const done = performance.now();
    return {
      messages: messages.length,
      preprocessMs: loaded - begun,
      computeMs: done - loaded,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
