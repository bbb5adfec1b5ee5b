import { type ActorRef, ShieldError, topicName } from '@hrd-shield/contracts';
import {
  createKafkaSink,
  createLogReader,
  type KafkaConnection,
  kafkaConnection,
} from '@hrd-shield/kafka';
import { createPseudonymiser, loadKey } from '@hrd-shield/keys';
import {
  ACTOR_ANSWER,
  ACTS_LEFT_DAYS,
  type ActorRights,
  createActorRights,
  type DefenderSealer,
  type HeldOfActor,
  type TellActorsDeps,
  tellActors,
} from '@hrd-shield/pipeline';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import { type Opening, openDefenderSealer, recordAccess } from '../shell/open-defender-sealer.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';

const SOURCE = 'hrd-shield/cli';
/** Accounts of one call: more is an export, not a request of somebody. */
const ACCOUNTS_MAX = 1_000;

/** `actors`: the rights of accounts that acted at defenders. */
export function registerActors(program: Command, shell: Shell): void {
  const actors = program
    .command('actors')
    .description('rights of accounts that acted at defenders; accounts come by standard input');
  actors
    .command('access')
    .description('what is held of each, for the officer, and the answer to give, the same for all')
    .action(() => access(shell));
  actors
    .command('erase')
    .description('forget what each did, unless a signal lists it: then it ends with the signal')
    .option('--closed', 'the platform closed or deleted them')
    .action(({ closed }: { readonly closed?: boolean }) =>
      erase(closed === true ? 'account-deleted' : 'erasure', shell),
    );
  actors
    .command('object')
    .description('people upheld the objection of each: on no list of a signal from now on')
    .action(() => object(shell));
}

interface Asked {
  readonly actors: readonly ActorRef[];
  readonly from: {
    readonly connection: KafkaConnection;
    readonly prefix: string;
  };
}

async function read(shell: Shell): Promise<Asked> {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const accounts = (await shell.read('-')).split('\n').map((line) => line.trim());
  const named = [...new Set(accounts.filter((line) => line !== ''))];
  if (named.length === 0 || named.length > ACCOUNTS_MAX) {
    const detail = `standard input names 1 to ${ACCOUNTS_MAX} accounts, one a line`;
    throw new ShieldError('input.bad-file', { detail });
  }
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  return {
    actors: named.map((account) => pseudonyms.actor(account) as ActorRef),
    from: {
      connection: kafkaConnection(kafka, 'hrd-shield-actors'),
      prefix: topicPrefix,
    },
  };
}

/** Opens the way to the log of notices for as long as the act takes. */
async function withNotices<Done>(
  { connection, prefix }: Asked['from'],
  act: (notices: TellActorsDeps) => Promise<Done>,
): Promise<Done> {
  const topic = topicName('actorNotices', prefix);
  await requireTopic(topic, connection);
  const sink = createKafkaSink({ connection });
  try {
    return await act({ sink, topic, source: SOURCE, clock: { now: () => Date.now() } });
  } finally {
    await sink.stop();
  }
}

/** Opens the logs too, where something is held of actors. */
async function withRights<Done>(
  { from, sealer }: { readonly from: Asked['from']; readonly sealer: DefenderSealer },
  act: (rights: ActorRights) => Promise<Done>,
): Promise<Done> {
  const { connection, prefix } = from;
  for (const id of ['riskSignals', 'targetingEvents'] as const) {
    await requireTopic(topicName(id, prefix), connection);
  }
  const readerOf = (id: 'riskSignals' | 'targetingEvents') =>
    createLogReader({ connection, topic: topicName(id, prefix) });
  return withNotices(from, (notices) => act(createActorRights({ ...notices, readerOf, sealer })));
}

async function access(shell: Shell): Promise<void> {
  const { actors, from } = await read(shell);
  const sealer = await bulkSealer(shell, 'actors access');
  const { held, isComplete } = await withRights({ from, sealer }, (rights) =>
    rights.access(actors),
  );
  shell.answer({ held, isComplete, answer: ACTOR_ANSWER }, [
    ...held.map(lineOf),
    ...(isComplete ? [] : ['there is more on the logs than was looked at']),
    '',
    ACTOR_ANSWER,
  ]);
}

async function erase(ground: 'account-deleted' | 'erasure', shell: Shell): Promise<void> {
  const { actors, from } = await read(shell);
  const sealer = await bulkSealer(shell, `actors erase (${ground})`);
  const { forgotten, isComplete, kept } = await withRights({ from, sealer }, (rights) =>
    rights.erase(actors, ground),
  );
  const lines = [
    `${forgotten.length} forgotten in every saved state; what is left on logs ends within ${ACTS_LEFT_DAYS} days`,
    ...kept.map((one) => `${one.actor} is listed: ends ${new Date(one.listedUntil).toISOString()}`),
    ...(isComplete ? [] : ['not every signal could be looked at: nobody is forgotten']),
  ];
  const until = kept.map(({ actor, listedUntil }) => ({ actor, listedUntil }));
  const isDone = kept.length === 0 && isComplete;
  shell.answer({ forgotten, kept: until }, lines, isDone ? EXIT.done : EXIT.refused);
}

async function object(shell: Shell): Promise<void> {
  const { actors, from } = await read(shell);
  await recordAccess(shell, bulk('actors object'));
  await withNotices(from, (notices) => tellActors(actors, 'objection', notices));
  shell.answer({ unlisted: actors }, [`${actors.length} on no list from now on`]);
}

const bulk = (what: string): Opening => ({ what, purpose: 'appeal', isBulk: true });
const bulkSealer = (shell: Shell, what: string): Promise<DefenderSealer> =>
  openDefenderSealer(shell, bulk(what));

function lineOf({ actor, events, lastAt, listed }: HeldOfActor): string {
  const last = lastAt === 0 ? '' : `, the last ${new Date(lastAt).toISOString()}`;
  return `${actor}  ${events} acts${last}; on ${listed} lists`;
}
