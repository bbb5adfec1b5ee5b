import { loadKey, type ResponderPrincipal } from '@hrd-shield/keys';
import {
  type BoardTables,
  createTaskBoard,
  openDatabase,
  type TaskBoard,
} from '@hrd-shield/postgres';
import { SETTINGS } from '@hrd-shield/runtime';
import {
  connectTemporal,
  createProtectionClient,
  createTaskDesk,
  type TaskDesk,
} from '@hrd-shield/temporal';
import type { Shell } from '../shell/shell.ts';
import { signedIn } from './local-token.ts';

/** Uses the read model and lets go of it. */
export async function withBoard<T>(
  shell: Shell,
  use: (board: TaskBoard) => Promise<T>,
): Promise<T> {
  const { databaseUrl } = await shell.settings({ databaseUrl: SETTINGS.databaseUrl });
  const database = openDatabase<BoardTables>({ url: databaseUrl, applicationName: 'cli' });
  try {
    return await use(createTaskBoard(database.query));
  } finally {
    await database.stop();
  }
}

/** Uses the desk as whoever is signed in. @throws ShieldError `access.*` before anything is done */
export async function withDesk<T>(
  shell: Shell,
  use: (desk: TaskDesk, principal: ResponderPrincipal) => Promise<T>,
): Promise<T> {
  const settings = await shell.settings({
    keysDir: SETTINGS.keysDir,
    temporalAddress: SETTINGS.temporalAddress,
    temporalNamespace: SETTINGS.temporalNamespace,
  });
  const principal = await signedIn(settings.keysDir, Date.now());
  const connection = await connectTemporal({
    address: settings.temporalAddress,
    namespace: settings.temporalNamespace,
    payloadKey: await loadKey(settings.keysDir, 'payload'),
  });
  try {
    return await withBoard(shell, (board) => {
      const protection = createProtectionClient(connection);
      return use(createTaskDesk({ findTask: board.task, protection }), principal);
    });
  } finally {
    await connection.stop();
  }
}
