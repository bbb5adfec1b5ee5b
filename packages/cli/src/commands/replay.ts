import { createKafkaSink } from '@hrd-shield/kafka';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { emitFile } from '../events/emit-file.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { readLines } from '../shell/read-input.ts';
import type { Shell } from '../shell/shell.ts';

/** Refused lines named in the answer; the others are counted. */
const MAX_NAMED = 20;

/** `replay`: a file of events through the real pipeline. */
export function registerReplay(program: Command, shell: Shell): void {
  program
    .command('replay')
    .description('append a file of structured CloudEvents, one a line, to the firehose topics')
    .requiredOption('--input <file>', 'newline-delimited JSON; in order of event time')
    .action(({ input }: { readonly input: string }) => replay(input, shell));
}

async function replay(input: string, shell: Shell): Promise<void> {
  const { kafkaBrokers, topicPrefix } = await shell.settings({
    kafkaBrokers: SETTINGS.kafkaBrokers,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const sink = createKafkaSink({
    connection: { brokers: kafkaBrokers, clientId: 'hrd-shield-replay' },
  });
  const startedAt = performance.now();
  try {
    const result = await emitFile(readLines(input), sink, {
      prefix: topicPrefix,
      onProgress: (count) => shell.progress(`${count} events sent`),
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    const refused = result.refused.slice(0, MAX_NAMED);
    shell.answer(
      {
        sent: result.sent,
        refused: result.refusedCount,
        late: result.lateCount,
        lines: refused,
        topics: result.topics,
        seconds,
      },
      [
        ...refused.map(({ line, code, reason }) => `line ${line}: ${code}: ${reason}`),
        ...Object.entries(result.topics).map(([topic, count]) => `${topic}: ${count}`),
        `${result.sent} sent in ${seconds.toFixed(1)} s, ${result.refusedCount} refused`,
        ...(result.lateCount === 0
          ? []
          : [`${result.lateCount} lay more than an hour behind: sort the file by time`]),
      ],
      result.refusedCount === 0 ? EXIT.done : EXIT.refused,
    );
  } finally {
    await sink.stop();
  }
}
