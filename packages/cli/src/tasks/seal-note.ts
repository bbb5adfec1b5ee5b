import type { DefenderRef, Sealed } from '@hrd-shield/contracts';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { openDefenderSealer } from '../shell/open-defender-sealer.ts';
import type { Shell } from '../shell/shell.ts';

/** Free text is bounded: a note explains a decision, it is no file. */
const MAX_NOTE_CHARS = 4_000;

/**
 * Reads a note and seals it under the data key of the defender; what is typed as a word of the
 * command line could be read by others on the machine, so it comes from a file or standard input.
 *
 * @throws ShieldError `input.bad-file` | `seal.*` | `keys.unavailable`
 */
export async function sealNote(
  shell: Shell,
  defender: DefenderRef,
  path: string | undefined,
): Promise<Sealed | undefined> {
  if (path === undefined) return undefined;
  const text = (await shell.read(path)).trim().slice(0, MAX_NOTE_CHARS);
  const sealer = await openDefenderSealer(shell, {
    what: 'seal a note of a decision',
    purpose: 'response',
  });
  return sealer.seal(defender, SEAL_PURPOSES.taskNote, Buffer.from(text));
}

/** Opens a note; the use is recorded. @throws ShieldError `seal.*` | `keys.unavailable` */
export async function openNote(shell: Shell, defender: DefenderRef, note: Sealed): Promise<string> {
  const sealer = await openDefenderSealer(shell, {
    what: 'open a note of a decision',
    purpose: 'response',
  });
  return Buffer.from(await sealer.open(defender, SEAL_PURPOSES.taskNote, note)).toString();
}
