import { ShieldError } from '@hrd-shield/contracts';
import { createKafkaAdmin, createKafkaSink, kafkaConnection } from '@hrd-shield/kafka';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { emitFile } from '../events/emit-file.ts';
import { createPace } from '../events/pace.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { readLines } from '../shell/read-input.ts';
import type { Shell } from '../shell/shell.ts';

/** Refused lines named in the answer; the others are counted. */
const MAX_NAMED = 20;
const MINUTE_MS = 60_000;
const PATIENCE = { pollMs: 10, patienceMs: 15_000 } as const;

interface ReplayOptions {
  readonly input: string;
  readonly sliceMinutes: string;
}

/** `replay`: a file of events through the real pipeline. */
export function registerReplay(program: Command, shell: Shell): void {
  program
    .command('replay')
    .description('append a file of structured CloudEvents, one a line, to the firehose topics')
    .requiredOption('--input <file>', 'newline-delimited JSON; in order of event time')
    .option(
      '--slice-minutes <minutes>',
      'event time sent before screening has taken the last slice; smaller keeps topics closer',
      '60',
    )
    .action((options: ReplayOptions) => replay(options, shell));
}

async function replay({ input, sliceMinutes }: ReplayOptions, shell: Shell): Promise<void> {
  if (!/^\d{1,4}$/.test(sliceMinutes) || Number(sliceMinutes) < 1) {
    const detail = '--slice-minutes takes a whole number from 1 to 9999';
    throw new ShieldError('config.invalid', { detail });
  }
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const connection = kafkaConnection(kafka, 'hrd-shield-replay');
  const sink = createKafkaSink({ connection });
  const pace = await createPace(createKafkaAdmin(connection), {
    prefix: topicPrefix,
    ...PATIENCE,
    onGivenUp: () => shell.note('screening does not keep up or does not run: not waiting for it'),
  });
  const startedAt = performance.now();
  try {
    const result = await emitFile(readLines(input), sink, {
      prefix: topicPrefix,
      sliceMs: Number(sliceMinutes) * MINUTE_MS,
      betweenSlices: pace.untilTaken,
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
