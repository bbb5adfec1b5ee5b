import { resolve } from 'node:path';
import { keepObjection, keepSignature, object, signedWith } from '@hrd-shield/reporting';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { readSums } from '../shell/sign-folder.ts';

interface Word {
  readonly as: string;
  readonly key: string;
  readonly reason: string;
}

/** Adds `publish sign`, `refuse` and `withdraw`: words that people sign with a key of their own. */
export function registerPublishWords(publish: Command, shell: Shell): void {
  publish
    .command('sign <draft>')
    .description('sign a draft as its publisher; it is released once enough people approved too')
    .requiredOption('--key <file>', 'private key of the publisher: Ed25519, PEM')
    .action(async (draft: string, options: { readonly key: string }) => {
      const sums = await readSums(draft, shell);
      await keepSignature(resolve(draft), signedWith(await shell.read(options.key))(sums));
      shell.answer({ draft, signed: true }, [`${draft} is signed`]);
    });
  word(publish, shell, {
    act: 'refuse',
    done: 'refused',
    says: 'keep a draft from being published; who approves it later takes that back',
    whose: 'who refuses, as the list of approvers has it',
  });
  word(publish, shell, {
    act: 'withdraw',
    done: 'withdrew',
    says: 'take a draft back for good, as whoever made it or as publisher',
    whose: 'who made it, as the list of approvers has it, or publisher',
  });
}

function word(
  publish: Command,
  shell: Shell,
  of: {
    readonly act: 'refuse' | 'withdraw';
    readonly done: string;
    readonly says: string;
    readonly whose: string;
  },
): void {
  const { act, done, says, whose } = of;
  publish
    .command(`${act} <draft>`)
    .description(says)
    .requiredOption('--as <name>', whose)
    .requiredOption('--key <file>', 'private key of this person: Ed25519, PEM')
    .requiredOption('--reason <text>', 'why, without data of anybody')
    .action(async (draft: string, options: Word) => {
      const sums = await readSums(draft, shell);
      const { as: by, reason } = options;
      const key = await shell.read(options.key);
      const at = new Date().toISOString();
      await keepObjection(resolve(draft), object(sums, { act, at, by, key, reason }));
      shell.answer({ draft, by, act, at, reason }, [`${by} ${done} ${draft}`]);
    });
}
