import {
  type ActorNoticeGround,
  type ActorRef,
  ShieldError,
  TOPICS,
  topicName,
} from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import { createPseudonymiser, loadKey } from '@hrd-shield/keys';
import { actorNoticeRecord } from '@hrd-shield/pipeline';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { findActors, type HeldOfActor } from '../actors/find-actor.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { openDefenderSealer, recordAccess } from '../shell/open-defender-sealer.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';

const DAY_MS = 86_400_000;
const SOURCE = 'hrd-shield/cli';
/** Accounts of one call: more is an export, not a request of somebody. */
const ACCOUNTS_MAX = 1_000;
const days = (topic: 'targetingEvents' | 'riskSignals') => TOPICS[topic].retentionMs / DAY_MS;

/**
 * What the account is told, word for word the same whether or not anything is held: another answer
 * would say whether somebody whom it addressed is protected.
 */
const ANSWER = [
  'What accounts do toward people at risk may be kept sealed under pseudonyms, to tell campaigns',
  `from usual speech: for ${days('targetingEvents')} days, and for ${days('riskSignals')} days where an account`,
  'most probably took part in a campaign. No list of accounts is made for other ends. Each measure',
  'that touched the account came with a statement of reasons; its code opens an appeal to people.',
  'Objection, erasure and the end of the account are heard through the platform.',
].join(' ');

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
    readonly connection: { readonly brokers: readonly string[]; readonly clientId: string };
    readonly prefix: string;
  };
}

async function read(shell: Shell): Promise<Asked> {
  const settings = { kafkaBrokers: SETTINGS.kafkaBrokers, topicPrefix: SETTINGS.topicPrefix };
  const { kafkaBrokers, topicPrefix } = await shell.settings(settings);
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
      connection: { brokers: kafkaBrokers, clientId: 'hrd-shield-actors' },
      prefix: topicPrefix,
    },
  };
}

async function heldOf({ actors, from }: Asked, what: string, shell: Shell) {
  const sealer = await openDefenderSealer(shell, { what, purpose: 'appeal', isBulk: true });
  return findActors(actors, from, sealer);
}

async function access(shell: Shell): Promise<void> {
  const asked = await read(shell);
  const held = await heldOf(asked, 'actors access', shell);
  shell.answer({ held, answer: ANSWER }, [...held.map(lineOf), '', ANSWER]);
}

async function erase(ground: ActorNoticeGround, shell: Shell): Promise<void> {
  const asked = await read(shell);
  const held = await heldOf(asked, `actors erase (${ground})`, shell);
  const now = Date.now();
  const kept = held.filter(({ listedUntil }) => listedUntil > now);
  const gone = held.filter(({ listedUntil }) => listedUntil <= now).map(({ actor }) => actor);
  await tell(gone, ground, asked);
  const lines = [
    `${gone.length} forgotten in every saved state; what is left on logs ends within ${days('targetingEvents')} days`,
    ...kept.map((one) => `${one.actor} is listed: ends ${new Date(one.listedUntil).toISOString()}`),
  ];
  const until = kept.map(({ actor, listedUntil }) => ({ actor, listedUntil }));
  shell.answer(
    { forgotten: gone, kept: until },
    lines,
    kept.length === 0 ? EXIT.done : EXIT.refused,
  );
}

async function object(shell: Shell): Promise<void> {
  const asked = await read(shell);
  await recordAccess(shell, { what: 'actors object', purpose: 'appeal', isBulk: true });
  await tell(asked.actors, 'objection', asked);
  shell.answer({ unlisted: asked.actors }, [`${asked.actors.length} on no list from now on`]);
}

async function tell(
  actors: readonly ActorRef[],
  ground: ActorNoticeGround,
  { from }: Asked,
): Promise<void> {
  if (actors.length === 0) return;
  const topic = topicName('actorNotices', from.prefix);
  await requireTopic(topic, from.connection);
  const at = Date.now();
  const sink = createKafkaSink({ connection: from.connection });
  try {
    await sink.send(actors.map((actor) => actorNoticeRecord({ actor, ground, at }, topic, SOURCE)));
  } finally {
    await sink.stop();
  }
}

function lineOf({ actor, events, lastAt, listed }: HeldOfActor): string {
  const last = lastAt === 0 ? '' : `, the last ${new Date(lastAt).toISOString()}`;
  return `${actor}  ${events} acts${last}; on ${listed} lists`;
}
