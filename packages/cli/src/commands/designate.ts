import { DefenderRef, ShieldError, topicName } from '@hrd-shield/contracts';
import type { RegistryLife } from '@hrd-shield/domain/registry';
import { createKafkaSink, createLogReader, kafkaConnection } from '@hrd-shield/kafka';
import { hasScreeningKey, openScreeningSealer } from '@hrd-shield/keys';
import type { Designation } from '@hrd-shield/pipeline';
import {
  importDesignations,
  openRegistry,
  openRegistryStore,
  pauseDesignation,
  type Registry,
  type RegistryStore,
  readDesignations,
  readPublished,
  replayErasures,
  replayTakenBack,
  resumeDesignation,
  unknownAfterRestore,
  withdrawByNotice,
  withdrawDesignation,
} from '@hrd-shield/registry';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { lifeLine, shownLife } from '../registry/show-life.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';

/** Designations shown by one `list`. */
const MAX_LISTED = 10_000;
const PROGRESS_EVERY = 25;

/** `designate`: the registry by hand. Accounts come from a file or standard input, never as words. */
export function registerDesignate(program: Command, shell: Shell): void {
  const designate = program
    .command('designate')
    .description('who is protected: import reviewed designations, list, pause, withdraw');

  designate
    .command('import')
    .argument('<file>', 'reviewed designations: newline-delimited JSON or a YAML list; - for stdin')
    .description('designate every account of a reviewed file')
    .action((file: string) => importFile(file, shell));

  designate
    .command('list')
    .description('show designations: references and states, never accounts')
    .action(() => list(shell));

  designate
    .command('withdraw')
    .argument('<ref>', 'reference of the designation, as list shows it')
    .description('end it for good: consent is withdrawn; works while the registry is away')
    .action((ref: string) => withdraw(ref, shell));

  designate
    .command('replay-erasures')
    .description(
      'after a backup was restored, before designate starts: erase again whoever has no key any more, and take back what may have been taken back since',
    )
    .action(() => replay(shell));

  const changes = [
    { name: 'pause', does: pauseDesignation, about: 'stop processing until resumed' },
    { name: 'resume', does: resumeDesignation, about: 'go on after a pause' },
  ];
  for (const { name, does, about } of changes) {
    designate
      .command(name)
      .argument('<ref>', 'reference of the designation, as list shows it')
      .description(about)
      .action((ref: string) => change(ref, does, shell));
  }
}

async function importFile(file: string, shell: Shell): Promise<void> {
  const entries = readDesignations(await shell.read(file));
  const result = await withRegistry(shell, (registry) =>
    importDesignations(entries, registry, (done) => {
      if (done % PROGRESS_EVERY === 0) shell.progress(`${done} of ${entries.length}`);
    }),
  );
  const { designated, refused } = result;
  shell.answer(
    { designated, refused },
    [
      ...designated.map(({ place, ref }) => `${ref}  entry ${place}`),
      ...refused.map(({ place, code }) => `refused     entry ${place}: ${code}`),
      `${designated.length} designated, ${refused.length} refused`,
    ],
    refused.length === 0 ? EXIT.done : EXIT.refused,
  );
}

async function list(shell: Shell): Promise<void> {
  const [designations, waiting] = await withStore(shell, (registry) =>
    Promise.all([registry.store.list(MAX_LISTED), registry.store.waiting()]),
  );
  shell.answer({ waiting, designations: designations.map(shown) }, [
    ...designations.map(lineOf),
    `${designations.length} designations, ${waiting} changes wait to be published`,
  ]);
}

/** Before `designate` starts on a restored database: it publishes what it finds. */
async function replay(shell: Shell): Promise<void> {
  const { keysDir, topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    keysDir: SETTINGS.keysDir,
    topicPrefix: SETTINGS.topicPrefix,
  });
  const connection = kafkaConnection(kafka, 'hrd-shield-restore');
  const topic = topicName('designations', topicPrefix);
  // Without what was published nobody knows what was taken back.
  await requireTopic(topic, connection);
  const published = await readPublished(createLogReader({ connection, topic }));
  const parts = await openScreeningSealer(keysDir);
  const hasKey = (ref: DefenderRef) => hasScreeningKey(keysDir, ref);
  const { erased, takenBack, unknown } = await withRegistry(shell, async (registry) => ({
    erased: await replayErasures({ store: registry.store, hasKey, now: CLOCK.now }),
    takenBack: await replayTakenBack(published, { ...registry, openScreening: parts.open }),
    unknown: await unknownAfterRestore(published, registry.store),
  }));
  shell.answer({ erased, takenBack, unknown }, [
    ...erased.map((ref) => `${ref}  erased`),
    ...takenBack.map(({ kinds, ref }) => `${ref}  ${kinds.join(', ')}`),
    ...unknown.map((ref) => `${ref}  on the log alone: made after the backup`),
    `${erased.length} erased again, ${takenBack.length} taken back again, ${unknown.length} on the log alone`,
  ]);
}

/** A registry that is away does not keep anybody waiting: the log alone stops processing. */
async function withdraw(given: string, shell: Shell): Promise<void> {
  try {
    await change(given, withdrawDesignation, shell);
  } catch (error) {
    if (!(error instanceof ShieldError) || error.code !== 'postgres.unavailable') throw error;
    const ref = DefenderRef.parse(given);
    const { topicPrefix, ...kafka } = await shell.settings({
      ...KAFKA_SETTINGS,
      topicPrefix: SETTINGS.topicPrefix,
    });
    const sink = createKafkaSink({ connection: kafkaConnection(kafka, 'hrd-shield-withdraw') });
    try {
      await withdrawByNotice(ref, {
        clock: CLOCK,
        sink,
        topic: topicName('listNotices', topicPrefix),
      });
    } finally {
      await sink.stop();
    }
    shell.answer({ ref, stopped: true, registry: 'waiting' }, [
      `${ref}  processing stops; the registry is away and takes it over when it is back`,
    ]);
  }
}

async function change(
  given: string,
  does: (ref: DefenderRef, registry: RegistryStore) => Promise<RegistryLife>,
  shell: Shell,
): Promise<void> {
  const ref = DefenderRef.safeParse(given);
  // What was typed is not repeated: it may be an account.
  if (!ref.success) throw new ShieldError('designation.unknown');
  const changed = await withStore(shell, (registry) => does(ref.data, registry));
  shell.answer({ designation: shownLife(changed) }, [lifeLine(changed)]);
}

const CLOCK = { now: () => Date.now() };

async function withRegistry<T>(shell: Shell, use: (registry: Registry) => Promise<T>): Promise<T> {
  const settings = { databaseUrl: SETTINGS.databaseUrl, keysDir: SETTINGS.keysDir };
  const { databaseUrl, keysDir } = await shell.settings(settings);
  const registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'cli' }, CLOCK);
  return finishing(registry, use);
}

async function withStore<T>(
  shell: Shell,
  use: (registry: RegistryStore) => Promise<T>,
): Promise<T> {
  const { databaseUrl } = await shell.settings({ databaseUrl: SETTINGS.databaseUrl });
  return finishing(await openRegistryStore({ databaseUrl, applicationName: 'cli' }, CLOCK), use);
}

async function finishing<R extends RegistryStore, T>(
  registry: R,
  use: (registry: R) => Promise<T>,
): Promise<T> {
  try {
    return await use(registry);
  } finally {
    await registry.stop();
  }
}

function shown(one: Designation) {
  const { ref, version, state, tier, probe, expiresAt, endReason, screening } = one;
  return { ref, version, state, tier, probe, expiresAt, endReason, erased: screening === null };
}

function lineOf(one: Designation): string {
  const state = one.screening === null ? 'erased' : (one.endReason ?? one.state);
  const until = new Date(one.expiresAt).toISOString().slice(0, 10);
  return `${one.ref}  ${state.padEnd(9)}  ${one.tier.padEnd(6)}  until ${until}  version ${one.version}${one.probe ? '  probe' : ''}`;
}
