import type { PublicationLife } from '@hrd-shield/domain/publication';
import { loadKey } from '@hrd-shield/keys';
import { loadReleasePlan, publicationCalendarOf, publicationRulesOf } from '@hrd-shield/policy';
import { SETTINGS } from '@hrd-shield/runtime';
import {
  connectTemporal,
  createPublicationClient,
  type PublicationClient,
  registerSearchAttributes,
} from '@hrd-shield/temporal';
import type { Command } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { type SubjectOptions, subjectOf, withSubject } from './publish-subject.ts';

/** Task queue of `report`, whose workers run what is started here. */
const REPORT = 'shield-report';
/** Runs that `status` shows: two years with their corrections. */
const SHOWN_MAX = 16;

interface ScheduleOptions {
  readonly show?: boolean;
  readonly pause?: string;
  readonly resume?: boolean;
}

/** Adds `publish schedule`, `start` and `status`: publications that a workflow keeps. */
export function registerPublishRuns(publish: Command, shell: Shell): void {
  publish
    .command('schedule')
    .description('have the draft of each quarter made once it has settled; saying it again is safe')
    .option('--show', 'change nothing: how it stands and what comes next')
    .option('--pause <reason>', 'begin no more of them until resumed')
    .option('--resume', 'go on after a pause')
    .action(async (options: ScheduleOptions, command: Command) => {
      const acts = [options.show, options.pause, options.resume].filter((one) => one !== undefined);
      if (acts.length > 1) command.error('--show, --pause and --resume do not go together');
      else await withClient(shell, (client) => schedule(client, options, shell));
    });
  withSubject(publish.command('start'), 'who has it made')
    .description('begin the publication of a quarter, or a correction, by hand')
    .action((options: SubjectOptions) =>
      withClient(shell, (client) => start(client, options, shell)),
    );
  publish
    .command('status')
    .description('publications that wait or have ended: who approved, what is missing')
    .option('--quarter <quarter>', 'of this quarter alone')
    .action(({ quarter }: { readonly quarter?: string }) =>
      withClient(shell, (client) => status(client, quarter, shell)),
    );
}

async function withClient(
  shell: Shell,
  use: (client: PublicationClient) => Promise<void>,
): Promise<void> {
  const { address, keysDir, namespace, topicPrefix } = await shell.settings({
    address: SETTINGS.temporalAddress,
    namespace: SETTINGS.temporalNamespace,
    keysDir: SETTINGS.keysDir,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const payloadKey = await loadKey(keysDir, 'publication');
  const connection = await connectTemporal({ address, namespace, payloadKey });
  try {
    await registerSearchAttributes(connection);
    const to = { taskQueue: `${topicPrefix}${REPORT}`, prefix: topicPrefix };
    await use(createPublicationClient(connection, to));
  } finally {
    await connection.stop();
  }
}

async function schedule(
  client: PublicationClient,
  { pause, resume, show }: ScheduleOptions,
  shell: Shell,
): Promise<void> {
  if (pause !== undefined) await client.pause(pause);
  else if (resume === true) await client.resume();
  else if (show !== true) await client.schedule(publicationCalendarOf(loadReleasePlan()));
  const shown = await client.shownSchedule();
  if (shown === undefined) {
    shell.answer({ schedule: null }, ['nothing is scheduled; see publish schedule'], EXIT.refused);
    return;
  }
  const { isPaused, note } = shown;
  const next = shown.next.map((at) => new Date(at).toISOString());
  shell.answer({ schedule: { isPaused, note, next } }, [
    ...(isPaused ? [`paused: ${note}`] : []),
    ...next.slice(0, 4).map((at) => `begins  ${at}`),
  ]);
}

async function start(
  client: PublicationClient,
  options: SubjectOptions,
  shell: Shell,
): Promise<void> {
  const plan = loadReleasePlan();
  const about = subjectOf(options, Date.now(), plan.settleDays);
  const isNew = await client.start(about, publicationRulesOf(plan));
  const { corrects, quarter } = about;
  const what = corrects === undefined ? quarter : `the correction of ${corrects.release}`;
  shell.answer(
    { ...about, started: isNew },
    [isNew ? `${what} has begun; see publish status` : `${what} is under way already`],
    isNew ? EXIT.done : EXIT.refused,
  );
}

async function status(
  client: PublicationClient,
  quarter: string | undefined,
  shell: Shell,
): Promise<void> {
  const lives = (await client.latest(SHOWN_MAX)).filter(
    ({ about }) => quarter === undefined || about.quarter === quarter,
  );
  const publications = lives.map((life) => {
    const { about, draft, draftedAt, end, isOverdue, reminded, standing, state } = life;
    return { ...about, state, draft, draftedAt, standing, reminded, isOverdue, end };
  });
  const lines = lives.flatMap(lifeLines);
  shell.answer({ publications }, lines.length === 0 ? ['no publication has begun'] : lines);
}

function lifeLines(life: PublicationLife): readonly string[] {
  const { about, draft, end, isOverdue, rules, standing, state } = life;
  const { approvedBy, isSigned, problems } = standing;
  const of = about.corrects === undefined ? '' : `  corrects ${about.corrects.release}`;
  const why =
    end === undefined ? '' : `: ${end.by === undefined ? '' : `${end.by}, `}${end.reason}`;
  const by = approvedBy.length === 0 ? '' : ` (${approvedBy.join(', ')})`;
  const approved = `${approvedBy.length} of ${rules.approvers} approved${by}`;
  return [
    `${about.quarter}  ${draft?.release ?? 'no draft yet'}  ${state}${why}${of}`,
    ...(state === 'waiting'
      ? [`  ${approved}, ${isSigned ? 'signed' : 'not signed'}${isOverdue ? ', overdue' : ''}`]
      : []),
    ...problems.map((problem) => `  ${problem}`),
  ];
}
