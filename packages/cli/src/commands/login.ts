import { randomBytes } from 'node:crypto';
import {
  CLEARANCES,
  type Clearance,
  RESPONDER_ROLES,
  ResponderRef,
  type ResponderRole,
  ShieldError,
} from '@hrd-shield/contracts';
import { issueResponderToken, loadKey } from '@hrd-shield/keys';
import { SETTINGS } from '@hrd-shield/runtime';
import { type Command, Option } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { keepToken } from '../tasks/local-token.ts';

const HOUR_MS = 3_600_000;
const SHIFT_MS = 8 * HOUR_MS;
const REF_BYTES = 16;
const EVERY = '*';
const WORD = /^(\*|[a-z][a-z0-9:-]{1,47})$/;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?):\d+$/;

interface LoginOptions {
  readonly responder?: string;
  readonly role: ResponderRole;
  readonly language: readonly string[];
  readonly skill: readonly string[];
  readonly clearance: Clearance;
  readonly conflict?: readonly string[];
}

/** `login`: signs a responder in on a local stack; elsewhere people sign in at the desk. */
export function registerLogin(program: Command, shell: Shell): void {
  program
    .command('login')
    .description('sign in as a responder for one shift (local stack only)')
    .option('--responder <ref>', 'pseudonym to keep from an earlier shift; a new one when absent')
    .addOption(
      new Option('--role <role>', 'what you may do').choices(RESPONDER_ROLES).default('responder'),
    )
    .option('--language <tags...>', 'languages that you work in; * for every', [EVERY])
    .option('--skill <names...>', 'skills, as desks of the rota name them; * for every', [EVERY])
    .addOption(
      new Option('--clearance <clearance>', 'what you are cleared to see')
        .choices(CLEARANCES)
        .default('critical'),
    )
    .option('--conflict <words...>', 'conflicts of interest that you declare, as coded words')
    .action((options: LoginOptions) => login(options, shell));
}

async function login(options: LoginOptions, shell: Shell): Promise<void> {
  const { keysDir, temporalAddress } = await shell.settings({
    keysDir: SETTINGS.keysDir,
    temporalAddress: SETTINGS.temporalAddress,
  });
  if (!LOOPBACK.test(temporalAddress)) {
    const detail = 'this command signs in on a local stack only';
    throw new ShieldError('access.refused', { detail });
  }
  const responder = ResponderRef.safeParse(
    options.responder ?? `r_${randomBytes(REF_BYTES).toString('base64url')}`,
  );
  if (!responder.success) {
    throw new ShieldError('config.invalid', { detail: '--responder is r_ and 22 characters' });
  }
  const expiresAt = Date.now() + SHIFT_MS;
  const principal = {
    responder: responder.data,
    role: options.role,
    scripted: false,
    languages: wordsOf(options.language, '--language'),
    skills: wordsOf(options.skill, '--skill'),
    clearance: options.clearance,
    conflicts: wordsOf(options.conflict ?? [], '--conflict'),
    expiresAt,
  };
  const path = await keepToken(
    keysDir,
    issueResponderToken(await loadKey(keysDir, 'token'), principal),
  );
  const until = new Date(expiresAt).toISOString();
  shell.answer({ ...principal, path }, [
    `signed in as ${principal.responder}, ${principal.role}, until ${until}`,
  ]);
}

/** Coded words alone: whatever else is typed could be about a person. */
function wordsOf(words: readonly string[], flag: string): readonly string[] {
  if (words.every((word) => WORD.test(word))) return words;
  throw new ShieldError('config.invalid', { detail: `${flag} takes lower-case words or *` });
}
