import type { RegistryRole, ResponderRole } from '@hrd-shield/contracts';
import type { Party } from '@hrd-shield/domain/registry';
import { openRegistry, type Registry } from '@hrd-shield/registry';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Shell } from '../shell/shell.ts';
import { signedIn } from '../tasks/local-token.ts';

/** What a role of the local sign-in does for the registry; elsewhere the desk's policies say it. */
const ROLES_OF: Readonly<Record<ResponderRole, readonly RegistryRole[]>> = {
  observer: ['auditor'],
  responder: ['registrar', 'responder'],
  'shift-lead': ['approver', 'registrar', 'responder'],
};

/** The registry with whoever is signed in. */
export interface SeatedRegistry {
  readonly uses: Registry['uses'];
  readonly parity: Registry['parity'];
  readonly by: Party;
  /** Conflicts of interest that they declared. */
  readonly conflicts: readonly string[];
}

/** Uses the registry as whoever is signed in. @throws ShieldError `access.*` before anything is done */
export async function withUses<T>(
  shell: Shell,
  use: (seated: SeatedRegistry) => Promise<T>,
): Promise<T> {
  const { databaseUrl, keysDir } = await shell.settings({
    databaseUrl: SETTINGS.databaseUrl,
    keysDir: SETTINGS.keysDir,
  });
  const { conflicts, responder, role } = await signedIn(keysDir, Date.now());
  const by: Party = {
    kind: 'responder',
    ref: responder,
    roles: ROLES_OF[role],
    hasConflict: false,
  };
  const registry = await openRegistry(
    { databaseUrl, keysDir, applicationName: 'cli' },
    { now: () => Date.now() },
  );
  try {
    const { parity, uses } = registry;
    return await use({ uses, parity, by, conflicts });
  } finally {
    await registry.stop();
  }
}
