import {
  defineConfig,
  referenceOf,
  SERVICE_SETTINGS,
  SETTINGS,
  type SettingReference,
} from '@hrd-shield/runtime';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';

/** `config`: settings that services share, from the same table that checks them. */
export function registerConfig(program: Command, shell: Shell): void {
  program
    .command('config')
    .description('print the settings that services share, with defaults and meaning')
    .action(() => {
      const everyService = referenceOf(defineConfig('every service', SERVICE_SETTINGS));
      const installation = referenceOf(defineConfig('installation', SETTINGS));
      shell.answer({ everyService, installation }, [
        'Every service:',
        ...everyService.map(lineOf),
        '',
        'The installation (a service takes those it uses):',
        ...installation.map(lineOf),
        '',
        'A secret can also be given as the path of a file in <NAME>_FILE.',
        'A service prints its own settings when it starts.',
      ]);
    });
}

function lineOf(row: SettingReference): string {
  const state = row.required ? 'required' : `default ${row.default ?? 'none'}`;
  return `  ${row.env}  (${state}; ${row.allowed})  ${row.doc}`;
}
