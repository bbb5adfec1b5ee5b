import { type ErrorCode, TaskId } from '@hrd-shield/contracts';
import { loadPayloadKeys, type ResponderPrincipal } from '@hrd-shield/keys';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  type BoardTables,
  createExposureBook,
  createTaskBoard,
  type ExposureBook,
  migrateDatabase,
  openDatabase,
  shiftOf,
  type TaskBoard,
} from '@hrd-shield/postgres';
import { SETTINGS } from '@hrd-shield/runtime';
import {
  connectTemporal,
  openTaskDesk,
  type TaskDesk,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import type { Shell } from '../shell/shell.ts';
import { signedIn } from './local-token.ts';

/** What people look at. */
export interface Boards {
  readonly board: TaskBoard;
  readonly exposure: ExposureBook;
  readonly database: ReturnType<typeof openDatabase<BoardTables>>;
}

/** Uses the read model and lets go of it. */
export async function withBoards<T>(shell: Shell, use: (boards: Boards) => Promise<T>): Promise<T> {
  const { databaseUrl } = await shell.settings({ databaseUrl: SETTINGS.databaseUrl });
  const database = openDatabase<BoardTables>({ url: databaseUrl, applicationName: 'cli' });
  try {
    await migrateDatabase(database.query);
    const board = createTaskBoard(database.query);
    return await use({ board, exposure: createExposureBook(database.query), database });
  } finally {
    await database.stop();
  }
}

/** Uses the board of cases and tasks alone. */
export function withBoard<T>(shell: Shell, use: (board: TaskBoard) => Promise<T>): Promise<T> {
  return withBoards(shell, ({ board }) => use(board));
}

/** The desk with whoever is signed in. */
export interface SeatedDesk extends Boards {
  readonly desk: TaskDesk;
  readonly principal: ResponderPrincipal;
  readonly connection: TemporalConnection;
}

/** Uses the desk as whoever is signed in. @throws ShieldError `access.*` before anything is done */
export async function withDesk<T>(
  shell: Shell,
  use: (seated: SeatedDesk) => Promise<T>,
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
    payloadKey: await loadPayloadKeys(settings.keysDir),
  });
  try {
    return await withBoards(shell, (boards) => {
      const { board, exposure } = boards;
      const budget = loadProtectionPolicy().rota?.exposurePerShift;
      const desk = openTaskDesk(connection, {
        findTask: board.task,
        isExposed: async (responder) =>
          budget !== undefined && (await exposure.shown(responder, shiftOf(Date.now()))) >= budget,
      });
      return use({ ...boards, desk, principal, connection });
    });
  } finally {
    await connection.stop();
  }
}

/** The id of a task as typed, or the refusal of an id that is none. */
export function taskIdOf(given: string): TaskId | ErrorCode {
  const task = TaskId.safeParse(given);
  return task.success ? task.data : 'task.unknown';
}
