import {
  createLocalKeyring,
  dropPayloadBefore,
  KEY_HOLDERS,
  type KeyHolder,
  loadPayloadBefore,
  loadPayloadKeys,
  openKeyring,
  rewrapKeys,
  rotatePayloadKey,
  sealKeyring,
  WRAPPING_KEYS,
  type WrappingKey,
} from '@hrd-shield/keys';
import { SETTINGS } from '@hrd-shield/runtime';
import { connectTemporal, countSealedUnder } from '@hrd-shield/temporal';
import { type Command, Option } from 'commander';
import { openKms } from '../keys/open-kms.ts';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';

/** `keys`: the keyring of an installation. */
export function registerKeys(program: Command, shell: Shell): void {
  const keys = program.command('keys').description('the keyring of an installation');
  keys
    .command('init')
    .description('make every key file that is missing; those that exist stay as they are')
    .action(() => init(shell));
  keys
    .command('rewrap')
    .description('rotate a wrapping key: every key of a defender is wrapped anew; services stopped')
    .addOption(
      new Option('--which <wrapping>', 'which of them')
        .choices(Object.keys(WRAPPING_KEYS))
        .makeOptionMandatory(),
    )
    .action(({ which }: { readonly which: WrappingKey }) => rewrap(which, shell));
  keys
    .command('rotate-payload')
    .description('a new key for workflow payloads; the one before opens until it is dropped')
    .action(() => rotatePayload(shell));
  keys
    .command('drop-payload')
    .description('end that rotation, once nothing on the workflow server needs the key before')
    .action(() => dropPayload(shell));
  keys
    .command('seal')
    .description('write one bundle for each process, wrapped by the service of keys')
    .requiredOption('--out <folder>', 'folder for the bundles')
    .action(({ out }: { readonly out: string }) => sealTo(out, shell));
  keys
    .command('open')
    .description('open the bundle of one process into a folder in memory, before it starts')
    .addOption(
      new Option('--for <process>', 'whose keys')
        .choices(Object.keys(KEY_HOLDERS))
        .makeOptionMandatory(),
    )
    .requiredOption('--bundle <file>', 'as seal wrote it')
    .requiredOption('--out <folder>', 'folder in memory that this process alone can read')
    .action((options: OpenOptions) => openFor(options, shell));
}

interface OpenOptions {
  readonly for: KeyHolder;
  readonly bundle: string;
  readonly out: string;
}

async function init(shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  await createLocalKeyring(keysDir);
  shell.answer({ keysDir }, [`SHIELD_KEYS_DIR=${keysDir}`]);
}

async function rewrap(which: WrappingKey, shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const done = await rewrapKeys(keysDir, which);
  const earlier = done.before === 0 ? '' : `, ${done.before} by an earlier run`;
  shell.answer({ which, ...done }, [
    `${done.moved} keys wrapped anew${earlier}; write the bundles of processes again (keys seal)`,
  ]);
}

async function rotatePayload(shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  await rotatePayloadKey(keysDir);
  shell.answer({ rotated: 'payload' }, [
    'rotated; write the bundles again (keys seal), and start desk, designate, respond and codec anew',
  ]);
}

async function dropPayload(shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const before = await loadPayloadBefore(keysDir);
  if (before === undefined) {
    shell.answer({ dropped: false, workflows: 0 }, ['no rotation is under way']);
    return;
  }
  const { address, namespace } = await shell.settings({
    address: SETTINGS.temporalAddress,
    namespace: SETTINGS.temporalNamespace,
  });
  const payloadKey = await loadPayloadKeys(keysDir);
  const temporal = await connectTemporal({ address, namespace, payloadKey });
  const { looked, workflows } = await countSealedUnder(temporal, before).finally(temporal.stop);
  if (workflows > 0) {
    const lines = [`${workflows} of ${looked} workflows hold what only the key before opens`];
    shell.answer({ dropped: false, workflows, looked }, lines, EXIT.refused);
    return;
  }
  await dropPayloadBefore(keysDir);
  shell.answer({ dropped: true, workflows, looked }, [
    `none of ${looked} workflows needs it: dropped; write the bundles again (keys seal)`,
  ]);
}

async function sealTo(out: string, shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const kms = await openKms(shell);
  try {
    const files = await sealKeyring(keysDir, out, kms);
    shell.answer({ files }, files);
  } finally {
    kms.stop();
  }
}

async function openFor(options: OpenOptions, shell: Shell): Promise<void> {
  const kms = await openKms(shell);
  try {
    const names = await openKeyring(options.bundle, options.for, { kms, out: options.out });
    shell.answer({ keys: names }, [`SHIELD_KEYS_DIR=${options.out}`]);
  } finally {
    kms.stop();
  }
}
