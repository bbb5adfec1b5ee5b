import {
  EVERY_MEASURE,
  encodeBinary,
  MeasureSwitch,
  measureSwitchEvent,
  NOBODY,
  type Outcome,
  outcomeId,
  ShieldError,
  switchKey,
  topicName,
} from '@hrd-shield/contracts';
import { createKafkaSink, kafkaConnection } from '@hrd-shield/kafka';
import { outcomeRecord } from '@hrd-shield/pipeline';
import { loadMeasureCatalogue, loadMeasureWords } from '@hrd-shield/policy';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { readTopic } from '../demo/read-topic.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';
import { signedIn } from '../tasks/local-token.ts';

const CLIENT_ID = 'hrd-shield-cli';
const SOURCE = 'hrd-shield/cli';

interface SwitchOptions {
  readonly measure?: string;
  readonly reason: string;
}

/** `measures`: stops what is done to others without a person, and lets it go on. */
export function registerMeasures(program: Command, shell: Shell): void {
  const measures = program
    .command('measures')
    .description('what is done to others without a person: stop, resume, status');

  measures
    .command('stop')
    .description('let nothing automatic touch others; each case asks a person instead')
    .option('--measure <name>', 'only this measure, and then for direct harm too')
    .requiredOption('--reason <text>', 'why, in a few words and without data of a person')
    .action((options: SwitchOptions) => change('stopped', options, shell));

  measures
    .command('resume')
    .description('let it go on; takes a shift lead')
    .option('--measure <name>', 'only this measure')
    .requiredOption('--reason <text>', 'why, in a few words and without data of a person')
    .action((options: SwitchOptions) => change('resumed', options, shell));

  measures
    .command('status')
    .description('show what is stopped, by whom and why, and which breakers are open')
    .action(() => status(shell));

  measures
    .command('words')
    .option('--language <tag>', 'language, such as es or ar', 'en')
    .description('show what a defender reads of each measure')
    .action(({ language }: { readonly language: string }) => showWords(language, shell));
}

function showWords(language: string, shell: Shell): void {
  const words = [...loadMeasureWords(language)].map(([measure, told]) => ({ measure, ...told }));
  shell.answer(
    { measures: words },
    words.map(({ isReviewed, measure, undo, words: said }) =>
      [measure, said, undo, ...(isReviewed ? [] : ['(not reviewed)'])].join('  '),
    ),
  );
}

async function connect(shell: Shell) {
  const { topicPrefix, keysDir, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
    keysDir: SETTINGS.keysDir,
  });
  const connection = kafkaConnection(kafka, CLIENT_ID);
  const topic = topicName('measureSwitches', topicPrefix);
  await requireTopic(topic, connection);
  return { connection, topic, outcomes: topicName('outcomes', topicPrefix), keysDir };
}

async function change(
  state: 'stopped' | 'resumed',
  options: SwitchOptions,
  shell: Shell,
): Promise<void> {
  const next = await switchOf(state, options, shell);
  const { connection, outcomes, topic } = await connect(shell);
  const sink = createKafkaSink({ connection });
  await sink.start();
  try {
    await sink.send([
      { topic, ...encodeBinary(measureSwitchEvent(next, SOURCE), switchKey(next)) },
      outcomeRecord(outcomeOf(next), outcomes, SOURCE),
    ]);
  } finally {
    await sink.stop();
  }
  const what = next.measure === EVERY_MEASURE ? 'all that touch others' : next.measure;
  shell.answer({ switch: next }, [`${state}: ${what}`, 'lifts, and what people decide, go on']);
}

async function switchOf(
  state: 'stopped' | 'resumed',
  { measure, reason }: SwitchOptions,
  shell: Shell,
): Promise<MeasureSwitch> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const at = Date.now();
  const { responder, role } = await signedIn(keysDir, at);
  // Whoever sees harm may stop it; letting it go on takes somebody who answers for the shift.
  const isAllowed = state === 'stopped' ? role !== 'observer' : role === 'shift-lead';
  if (!isAllowed) throw new ShieldError('access.refused');
  const known = loadMeasureCatalogue().measures.map(({ id }) => id);
  if (measure !== undefined && !known.includes(measure)) {
    throw new ShieldError('config.invalid', { detail: `no measure is called ${measure}` });
  }
  const parsed = MeasureSwitch.safeParse({
    measure: measure ?? EVERY_MEASURE,
    state,
    reason,
    by: responder,
    at,
  });
  if (!parsed.success) {
    throw new ShieldError('config.invalid', {
      detail: '--reason is a text of 3 to 240 characters',
    });
  }
  return parsed.data;
}

function outcomeOf(next: MeasureSwitch): Outcome {
  const kind = next.state === 'stopped' ? 'measures.stopped' : 'measures.resumed';
  return {
    id: outcomeId(kind, next.measure, next.at),
    kind,
    defender: NOBODY,
    at: next.at,
    option: next.measure,
    reason: next.reason,
    ...(next.by === undefined ? {} : { responder: next.by }),
  };
}

async function status(shell: Shell): Promise<void> {
  const { connection, topic } = await connect(shell);
  const { records } = await readTopic(connection, topic);
  const latest = new Map<string, MeasureSwitch>();
  for (const { event } of records) {
    const parsed = MeasureSwitch.safeParse(event.data);
    if (parsed.success) latest.set(switchKey(parsed.data), parsed.data);
  }
  const now = Date.now();
  const held = [...latest.values()].filter(
    ({ state, until }) => state === 'stopped' || (state === 'tripped' && (until ?? 0) > now),
  );
  shell.answer({ held }, [
    ...held.map(lineOf),
    held.length === 0 ? 'nothing is stopped' : `${held.length} held; each case asks a person`,
  ]);
}

function lineOf({ at, by, country, measure, reason, state, until }: MeasureSwitch): string {
  const where = country === undefined ? 'everywhere' : country;
  const end =
    until === undefined ? 'until somebody resumes' : `until ${new Date(until).toISOString()}`;
  const who = by ?? 'a breaker';
  return `${measure}  ${state}  ${where}  ${end}  since ${new Date(at).toISOString()}  ${who}: ${reason}`;
}
