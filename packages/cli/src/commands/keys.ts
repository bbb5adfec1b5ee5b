import { createLocalKeyring } from '@hrd-shield/keys';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';

/** `keys`: the keyring of a local installation. */
export function registerKeys(program: Command, shell: Shell): void {
  program
    .command('keys')
    .description('the keyring of a local installation')
    .command('init')
    .description('make every key file that is missing; those that exist stay as they are')
    .action(async () => {
      const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
      await createLocalKeyring(keysDir);
      shell.answer({ keysDir }, [`SHIELD_KEYS_DIR=${keysDir}`]);
    });
}
