import type { BoardRows, HoldRow, RemedyRow } from '@hrd-shield/contracts';
import {
  type BoardTables,
  createApprovalBoard,
  createTaskBoard,
  migrateDatabase,
  openDatabase,
} from '@hrd-shield/postgres';

/** The boards as activities write them. */
export interface BoardWriter {
  put(rows: BoardRows): Promise<void>;
  putHold(row: HoldRow): Promise<void>;
  putRemedy(row: RemedyRow): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Opens the read model. Its tables are made at the first write and not at start: a registry that
 * is away must keep nobody from being protected.
 */
export function openBoard(databaseUrl: string): BoardWriter {
  const database = openDatabase<BoardTables>({
    url: databaseUrl,
    applicationName: 'shield-respond',
  });
  const tasks = createTaskBoard(database.query);
  const approvals = createApprovalBoard(database.query);
  let ready: Promise<unknown> | undefined;
  const whenReady = async (): Promise<void> => {
    ready ??= migrateDatabase(database.query);
    try {
      await ready;
    } catch (fault) {
      ready = undefined;
      throw fault;
    }
  };
  return {
    put: async (rows) => {
      await whenReady();
      await tasks.put(rows);
    },
    putHold: async (row) => {
      await whenReady();
      await approvals.putHold(row);
    },
    putRemedy: async (row) => {
      await whenReady();
      await approvals.putRemedy(row);
    },
    stop: () => database.stop(),
  };
}
