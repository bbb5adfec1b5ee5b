import { topicName } from '@hrd-shield/contracts';
import { kafkaConnection } from '@hrd-shield/kafka';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import { type Command, Option } from 'commander';
import { exportLog } from '../offline/export-log.ts';
import { createLineWriter } from '../shell/line-writer.ts';
import { openDefenderSealer } from '../shell/open-defender-sealer.ts';
import { PURPOSES } from '../shell/purposes.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';

const PROGRESS_EVERY = 1_000;

/** `export`: the targeting log, opened. */
export function registerExport(program: Command, shell: Shell): void {
  program
    .command('export')
    .description('write the targeting log, opened, as one JSON line a record; this is recorded')
    .requiredOption('--out <file>', 'file to write; only its owner can read it')
    .addOption(
      new Option('--purpose <purpose>', 'why sealed content is opened')
        .choices(PURPOSES)
        .makeOptionMandatory(),
    )
    .action(({ out, purpose }: { readonly out: string; readonly purpose: string }) =>
      exportTo(out, purpose, shell),
    );
}

async function exportTo(out: string, purpose: string, shell: Shell): Promise<void> {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const connection = kafkaConnection(kafka, 'hrd-shield-export');
  const topic = topicName('targetingEvents', topicPrefix);
  await requireTopic(topic, connection);
  const sealer = await openDefenderSealer(shell, { what: 'export', purpose, isBulk: true });
  const writer = createLineWriter(out);
  let written = 0;
  try {
    const counts = await exportLog({ connection, topic }, sealer, async (line) => {
      await writer.write(line);
      written += 1;
      if (written % PROGRESS_EVERY === 0) shell.progress(`${written} records written`);
    });
    shell.answer({ out, ...counts }, [
      `${counts.events} events, ${counts.hints} hints and ${counts.watermarks} watermarks in ${out}`,
      ...(counts.erased === 0 ? [] : [`${counts.erased} events of erased defenders stay sealed`]),
    ]);
  } finally {
    await writer.close();
  }
}
