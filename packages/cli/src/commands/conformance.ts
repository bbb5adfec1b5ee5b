import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Boxed, ProtectionAck, ShieldError, topicName } from '@hrd-shield/contracts';
import {
  type ArrivedAck,
  CONFORMANCE_CODES,
  type ConformanceReport,
  EXCHANGES,
  runConformance,
} from '@hrd-shield/emitter';
import { createKafkaSink, createLogReader, kafkaConnection } from '@hrd-shield/kafka';
import { createPlatformBox, loadPlatformKey } from '@hrd-shield/keys';
import { readData } from '@hrd-shield/pipeline';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';

interface ConformanceOptions {
  readonly accountFile: string;
  readonly measure: string;
  readonly answerSeconds: string;
}

const RUN_BYTES = 8;
const SECONDS_MAX = 600;

/** `conformance`: a platform proves its adapter against recorded exchanges. */
export function registerConformance(program: Command, shell: Shell): void {
  program
    .command('conformance')
    .description('play recorded exchanges against an adapter that consumes the command topic')
    .requiredOption(
      '--account-file <file>',
      'file with a test account, - for standard input; measures are applied to it and lifted',
    )
    .option('--measure <measure>', 'a measure that the platform knows', 'limit-replies')
    .option('--answer-seconds <seconds>', 'longest wait for one answer', '10')
    .addHelpText('after', help)
    .action((options: ConformanceOptions) => conformance(options, shell));
}

function help(): string {
  const exchanges = EXCHANGES.map(({ id, says }) => `  ${id.padEnd(20)}${says}`);
  const codes = Object.entries(CONFORMANCE_CODES).map(
    ([code, says]) => `  ${code.padEnd(20)}${says}`,
  );
  return ['', 'Exchanges:', ...exchanges, '', 'What can be wrong:', ...codes, ''].join('\n');
}

async function conformance(options: ConformanceOptions, shell: Shell): Promise<void> {
  const { accountFile, answerSeconds, measure } = options;
  // A word of the command line would be seen by everybody on the machine.
  const account = (await shell.read(accountFile)).trim();
  const seconds = Number(answerSeconds);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > SECONDS_MAX) {
    const detail = `--answer-seconds takes a whole number from 1 to ${SECONDS_MAX}`;
    throw new ShieldError('config.invalid', { detail });
  }
  const { keysDir, topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
    keysDir: SETTINGS.keysDir,
  });
  const { box } = createPlatformBox(await loadPlatformKey(keysDir, 'public'));
  const connection = kafkaConnection(kafka, 'hrd-shield-conformance');
  const sink = createKafkaSink({ connection });
  const arrived: ArrivedAck[] = [];
  const reader = createLogReader({
    connection,
    topic: topicName('protectionAcks', topicPrefix),
  });
  // What lies there belongs to others.
  let isOwn = false;
  await reader.start((records) => {
    for (const record of isOwn ? records : []) {
      const read = readData(record, ProtectionAck, { step: 'conformance', what: 'ack' });
      const ack = read.kind === 'ok' ? read.value : undefined;
      arrived.push({ key: record.key?.toString() ?? '', ack });
    }
  });
  isOwn = true;
  const topic = topicName('protectionCommands', topicPrefix);
  try {
    const report = await runConformance(
      {
        wire: {
          send: (records) => sink.send(records.map((record) => ({ ...record, topic }))),
          arrived: () => arrived,
        },
        box,
        boxForeign: (plain) => broken(box(plain)),
        now: () => Date.now(),
        wait: (ms) => delay(ms),
      },
      {
        account,
        measure,
        run: randomBytes(RUN_BYTES).toString('hex'),
        answerMsMax: seconds * 1_000,
      },
    );
    answer(report, shell);
  } finally {
    await reader.stop();
    await sink.stop();
  }
}

function answer(report: ConformanceReport, shell: Shell): void {
  const faults = report.faults.flatMap(({ code, exchange, explanation, seen, step }) => [
    `FAIL ${exchange}, step ${step}: ${code} (${seen})`,
    `     ${explanation}`,
  ]);
  shell.answer(
    report,
    [
      ...report.exchanges.map(({ id, ok, says }) => `${ok ? 'ok  ' : 'FAIL'} ${id}: ${says}`),
      ...faults,
      report.ok ? 'the adapter conforms' : 'the adapter does not conform',
    ],
    report.ok ? EXIT.done : EXIT.fault,
  );
}

/** A box that does not open: its last bytes are of another one. */
function broken(boxed: Boxed): Boxed {
  const tail = boxed.slice(-4) === 'AAAA' ? 'BBBB' : 'AAAA';
  return `${boxed.slice(0, -4)}${tail}` as Boxed;
}
