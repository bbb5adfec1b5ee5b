import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import {
  actorNetwork,
  EXPLANATION_LANGUAGES,
  explainSignal,
  type Messages,
  messagesOf,
  whatWouldChange,
  writeExplanation,
} from '@hrd-shield/domain/explanation';
import { kafkaConnection } from '@hrd-shield/kafka';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import { type Command, Option } from 'commander';
import { campaignEvents, type EventsFrom } from '../explain/campaign-events.ts';
import { drawNetwork } from '../explain/draw-network.ts';
import { drawTimeline } from '../explain/draw-timeline.ts';
import {
  type FoundSignal,
  type Subject,
  subjectOf,
  type Wanted,
  wantedOf,
} from '../explain/found-signals.ts';
import { type RefOf, readSignalLines } from '../explain/read-signal-lines.ts';
import { readSignalStore } from '../explain/read-signal-store.ts';
import { readSignalTopic } from '../explain/read-signal-topic.ts';
import type { Picture } from '../explain/svg.ts';
import { fileDesignations } from '../offline/file-designations.ts';
import { openDefenderSealer } from '../shell/open-defender-sealer.ts';
import { PURPOSES, type Purpose } from '../shell/purposes.ts';
import { readLines } from '../shell/read-input.ts';
import type { Shell } from '../shell/shell.ts';
import { openFacts } from './open-facts.ts';

interface ExplainOptions {
  readonly signals?: string;
  readonly topic?: boolean;
  readonly unseal?: boolean;
  readonly purpose?: Purpose;
  readonly language: string;
  readonly policy?: string;
  readonly svg?: string;
  readonly events?: string;
  readonly designations?: string;
  readonly targetingLog?: boolean;
}

const SOURCES = `
Where the signal is looked for: the file of --signals; else the topic of signals with --topic; else
the column store. Who took part is in none of them in clear: a file that "detect" wrote lists
pseudonyms, the topic holds them sealed (--unseal opens them and is recorded), the store has none.
Ties between accounts are read from events: --events with --designations, or with --targeting-log.`;

/** `explain`: why a signal is what it is. */
export function registerExplain(program: Command, shell: Shell): void {
  program
    .command('explain')
    .argument('<signal>', 'signal, signal.N for one revision, or campaign')
    .description('why a signal was raised, what would change it, and what was not known')
    .option('--signals <file>', 'signals that "detect" wrote')
    .option('--topic', 'read the topic of signals instead of the column store')
    .option('--unseal', 'with --topic: open who took part; this is recorded')
    .addOption(new Option('--purpose <purpose>', 'why it is opened').choices(PURPOSES))
    .addOption(
      new Option('--language <language>', 'language of the sentences')
        .choices(EXPLANATION_LANGUAGES)
        .default('en'),
    )
    .option('--policy <file>', 'detection rules of the signal; those of this version when absent')
    .option('--svg <folder>', 'draw timeline and actor network into this folder')
    .option('--events <file>', 'events to read bars and ties from, for --svg')
    .option('--designations <file>', 'designations that the events were detected with')
    .option('--targeting-log', 'the events file was written by "export"')
    .addHelpText('after', SOURCES)
    .action((signal: string, options: ExplainOptions) => explain(signal, options, shell));
}

async function explain(text: string, options: ExplainOptions, shell: Shell): Promise<void> {
  checkOptions(options);
  const wanted = wantedOf(text);
  const policy = loadDetectionPolicy(...(options.policy === undefined ? [] : [options.policy]));
  const messages = messagesFor(options.language);
  const { found, history } = await find(wanted, options, shell);
  const { signal, actors } = found;
  const explained = explainSignal({ signal, history, actors, policy });
  const written = writeExplanation(explained, messages);
  const timeline = written.find(({ section }) => section === 'timeline')?.lines ?? [];
  const pictures =
    options.svg === undefined
      ? []
      : await draw({ found, history }, { options, policy, messages, timeline, shell });
  const files = options.svg === undefined ? [] : await writePictures(pictures, options.svg);
  shell.answer(
    {
      signal,
      language: messages.language,
      direction: messages.direction,
      sections: written,
      sentences: explained,
      ...(signal.policyHash === policy.hash
        ? { change: whatWouldChange(signal.explanation, signal.tier, policy) }
        : {}),
      actors,
      history: history.map(({ id, revision, tier, score, eventAt }) => ({
        ...{ id, revision, tier, score, eventAt },
      })),
      pictures: pictures.map(({ name, title, description, text: lines }) => ({
        ...{ name, title, description, text: lines },
      })),
      files,
    },
    [
      ...written.flatMap(({ title, lines }, i) => [
        ...(i === 0 ? [] : ['']),
        title,
        ...lines.map((line) => `  ${line}`),
      ]),
      ...(files.length === 0 ? [] : ['', ...files]),
    ],
  );
}

function checkOptions(options: ExplainOptions): void {
  const { signals, topic, unseal, purpose, events, designations, targetingLog, svg } = options;
  const wrong = [
    [signals !== undefined && topic === true, '--signals and --topic exclude each other'],
    [unseal === true && topic !== true, '--unseal needs --topic: nothing else holds sealed actors'],
    [
      unseal === true && purpose === undefined,
      `--unseal needs --purpose ${PURPOSES.join(' or ')}, which is recorded`,
    ],
    [events !== undefined && svg === undefined, '--events is read for --svg alone'],
    [
      events !== undefined && (designations === undefined) !== (targetingLog === true),
      '--events needs either --designations or --targeting-log',
    ],
    [
      events === undefined && (designations !== undefined || targetingLog === true),
      '--designations and --targeting-log say how to read --events, which is missing',
    ],
  ] as const;
  const detail = wrong.find(([isWrong]) => isWrong)?.[1];
  if (detail !== undefined) throw new ShieldError('config.invalid', { detail });
}

function messagesFor(language: string): Messages {
  const messages = messagesOf(language);
  if (messages !== undefined) return messages;
  throw new ShieldError('config.invalid', { detail: 'there are no sentences in this language' });
}

async function find(wanted: Wanted, options: ExplainOptions, shell: Shell): Promise<Subject> {
  if (options.signals !== undefined) {
    const found = await readSignalLines(
      readLines(options.signals),
      await refsOf(options.designations, shell),
    );
    return subjectOf(found, wanted, options.signals);
  }
  if (options.topic === true) {
    return subjectOf(await fromTopic(wanted, options, shell), wanted, 'the topic of signals');
  }
  const facts = await openFacts(shell);
  try {
    return subjectOf(await readSignalStore(facts.readRows, wanted), wanted, 'the column store');
  } finally {
    await facts.close();
  }
}

/** Designations key the pseudonyms of a file with plain ids, so that its events know them again. */
async function refsOf(path: string | undefined, shell: Shell): Promise<RefOf | undefined> {
  if (path === undefined) return undefined;
  const { pseudonyms } = fileDesignations(await shell.read(path));
  return (account) => pseudonyms.actor(account);
}

async function fromTopic(
  wanted: Wanted,
  { unseal, purpose }: ExplainOptions,
  shell: Shell,
): Promise<readonly FoundSignal[]> {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const connection = kafkaConnection(kafka, 'hrd-shield-explain');
  const sealer =
    unseal === true
      ? await openDefenderSealer(shell, {
          what: `explain ${wanted.id}`,
          purpose: purpose ?? 'response',
        })
      : undefined;
  return readSignalTopic({ connection, prefix: topicPrefix }, wanted, sealer);
}

interface DrawWith {
  readonly options: ExplainOptions;
  readonly policy: DetectionPolicy;
  readonly messages: Messages;
  readonly timeline: readonly string[];
  readonly shell: Shell;
}

async function draw(
  { found, history }: Subject,
  { options, policy, messages, timeline, shell }: DrawWith,
): Promise<readonly Picture[]> {
  const { signal, actors } = found;
  const until = history.at(-1)?.eventAt ?? signal.eventAt;
  const from = await eventsFrom(options, shell);
  const events =
    from === undefined ? undefined : await campaignEvents(from, signal, { policy, until });
  const listed = actors.kind === 'open' ? actors.listed : [];
  const network = actorNetwork({ listed, actorCount: signal.actorCount, events }, policy);
  const about = { campaign: signal.campaign, listMin: policy.posterior.listMin };
  return [
    drawTimeline({ history, events, policy, text: timeline }, messages),
    drawNetwork(network, about, messages),
  ];
}

async function eventsFrom(options: ExplainOptions, shell: Shell): Promise<EventsFrom | undefined> {
  if (options.events === undefined) return undefined;
  const lines = readLines(options.events);
  return options.designations === undefined
    ? { lines, targetingLog: true }
    : { lines, designations: await shell.read(options.designations) };
}

/** Each picture beside its text alternative. @throws ShieldError `input.bad-file` */
async function writePictures(
  pictures: readonly Picture[],
  folder: string,
): Promise<readonly string[]> {
  const files = pictures.flatMap(({ name, svg, title, description, text }) => [
    { path: join(folder, `${name}.svg`), content: svg },
    {
      path: join(folder, `${name}.txt`),
      content: `${[title, description, '', ...text].join('\n')}\n`,
    },
  ]);
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, content } of files) await writeFile(path, content, { mode: 0o600 });
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${folder} cannot be written` });
  }
  return files.map(({ path }) => path);
}
