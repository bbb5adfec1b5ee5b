import { join, resolve } from 'node:path';
import { type Approvers, approve, approversIn, keepApproval, SUMS } from '@hrd-shield/reporting';
import type { Command } from 'commander';
import type { Shell } from './shell.ts';

/** Adds what a command needs that signs the checksums of a folder, and what it does. */
export function withSignature(command: Command, kind: string, shell: Shell): Command {
  return command
    .requiredOption('--as <name>', 'who approves, as the list of approvers has it')
    .requiredOption('--key <file>', 'private key of this person: Ed25519, PEM')
    .action(async (folder: string, by: { readonly as: string; readonly key: string }) => {
      const key = await shell.read(by.key);
      const sums = await readSums(folder, shell);
      const at = new Date().toISOString();
      await keepApproval(resolve(folder), approve(sums, { by: by.as, at, key }));
      shell.answer({ [kind]: folder, by: by.as, at }, [`${by.as} approved ${folder}`]);
    });
}

/** The list of who may approve. @throws ShieldError `config.invalid` */
export async function readApprovers(file: string, shell: Shell): Promise<Approvers> {
  return approversIn(await shell.read(file));
}

/** Checksums of a folder: what people sign. @throws ShieldError `config.invalid` */
export function readSums(folder: string, shell: Shell): Promise<string> {
  return shell.read(join(folder, SUMS));
}
