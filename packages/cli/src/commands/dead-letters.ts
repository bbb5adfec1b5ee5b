import { ERROR_CODES, type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { createKafkaAdmin, createKafkaSink, kafkaConnection } from '@hrd-shield/kafka';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { appendCounted } from '../dead-letters/append-counted.ts';
import { originalOf } from '../dead-letters/original-of.ts';
import { type FoundLetter, type FoundLetters, readLetters } from '../dead-letters/read-letters.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { openDefenderSealer } from '../shell/open-defender-sealer.ts';
import type { Shell } from '../shell/shell.ts';

const CLIENT_ID = 'hrd-shield-cli';

interface Selection {
  readonly id?: readonly string[];
  readonly code?: string;
  readonly all?: boolean;
  readonly unseal?: boolean;
}

/** `dead-letters`: records that could not be taken: look, understand, put back. */
export function registerDeadLetters(program: Command, shell: Shell): void {
  const letters = program
    .command('dead-letters')
    .description('records that could not be taken: list, explain, replay');

  letters
    .command('list')
    .description('show each with code, step and reason; never its content')
    .option('--code <code>', 'only those with this error code')
    .action((options: { readonly code?: string }) => list(options.code, shell));

  letters
    .command('explain')
    .argument('[code]', 'error code; all of them when absent')
    .description('what a code means and what to do about it')
    .action((code: string | undefined) => explain(code, shell));

  letters
    .command('replay')
    .description('append the original bytes to the topic they came from, after the cause is mended')
    .option('--id <id...>', 'these letters, as list shows them')
    .option('--code <code>', 'all with this error code')
    .option('--all', 'all of them')
    .option('--unseal', 'open those refused past screening too, with the keyring; this is recorded')
    .action((selection: Selection) => replay(selection, shell));
}

async function connect(shell: Shell) {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  return { connection: kafkaConnection(kafka, CLIENT_ID), prefix: topicPrefix };
}

async function list(code: string | undefined, shell: Shell): Promise<void> {
  const wanted = code === undefined ? undefined : knownCode(code);
  const found = await readLetters(await connect(shell));
  const letters = found.letters.filter(
    ({ letter }) => wanted === undefined || letter.code === wanted,
  );
  const rows = letters.map(({ id, letter }) => {
    const { code: letterCode, step, reason, at, topic, sealed } = letter;
    return { id, at, code: letterCode, step, topic, sealed, reason };
  });
  const { isComplete, unreadable } = found;
  shell.answer({ letters: rows, counts: countsByCode(letters), unreadable, isComplete }, [
    ...rows.map(
      (row) =>
        `${row.id}  ${new Date(row.at).toISOString()}  ${row.code}  ${row.step}  ${row.topic}${row.sealed ? '  sealed' : ''}  ${row.reason}`,
    ),
    `${letters.length} dead letters${Object.entries(countsByCode(letters))
      .map(([name, count]) => `, ${name} ${count}`)
      .join('')}`,
    ...gapsOf(found),
  ]);
}

/** What was not looked at, or could not be read. */
function gapsOf({ isComplete, letters, unreadable }: FoundLetters): readonly string[] {
  return [
    ...(unreadable === 0 ? [] : [`${unreadable} records there are no dead letters`]),
    ...(isComplete ? [] : [`there are more: only ${letters.length} are looked at`]),
  ];
}

function explain(code: string | undefined, shell: Shell): void {
  const codes = code === undefined ? (Object.keys(ERROR_CODES) as ErrorCode[]) : [knownCode(code)];
  const entries = codes.map((name) => ({ code: name, ...ERROR_CODES[name] }));
  shell.answer(
    { codes: entries },
    entries.flatMap((entry) => [
      entry.code,
      `  what happened  ${entry.meaning}`,
      `  what to do     ${entry.action}`,
      `  again helps    ${entry.retryable ? 'yes' : 'no'}`,
    ]),
  );
}

async function replay(selection: Selection, shell: Shell): Promise<void> {
  const { id, code, all } = selection;
  if (id === undefined && code === undefined && all !== true) {
    throw new ShieldError('config.invalid', { detail: 'say which: --id, --code or --all' });
  }
  const wantedCode = code === undefined ? undefined : knownCode(code);
  const { connection, prefix } = await connect(shell);
  const found = await readLetters({ connection, prefix });
  const { isComplete, letters, unreadable } = found;
  const selected = letters.filter(
    (one) =>
      (id === undefined || id.includes(one.id)) &&
      (wantedCode === undefined || one.letter.code === wantedCode),
  );
  const sealer =
    selection.unseal === true
      ? await openDefenderSealer(shell, {
          what: 'dead-letters replay',
          purpose: 'response',
          isBulk: true,
        })
      : undefined;
  const originals = await Promise.all(selected.map((one) => originalOf(one, { prefix, sealer })));
  const records = originals.filter((record) => record !== undefined);
  const sink = createKafkaSink({ connection });
  try {
    const topics = await appendCounted(records, sink, createKafkaAdmin(connection));
    const kept = selected.length - records.length;
    const counts = { letters: letters.length, selected: selected.length, replayed: records.length };
    shell.answer(
      { ...counts, kept, topics, unreadable, isComplete },
      [
        ...topics.map(
          ({ topic, before, after }) => `${topic}: ${before} records before, ${after} after`,
        ),
        `${records.length} of ${selected.length} put back${kept === 0 ? '' : `; ${kept} stay: sealed (see --unseal), erased, or of an internal topic`}`,
        ...gapsOf(found),
      ],
      kept === 0 && isComplete ? EXIT.done : EXIT.refused,
    );
  } finally {
    await sink.stop();
  }
}

function knownCode(code: string): ErrorCode {
  if (Object.hasOwn(ERROR_CODES, code)) return code as ErrorCode;
  throw new ShieldError('config.invalid', {
    detail: `there is no error code ${JSON.stringify(code)}; "dead-letters explain" lists them`,
  });
}

function countsByCode(letters: readonly FoundLetter[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { letter } of letters) counts[letter.code] = (counts[letter.code] ?? 0) + 1;
  return counts;
}
