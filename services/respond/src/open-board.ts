import type { BoardRows } from '@hrd-shield/contracts';
import {
  type BoardTables,
  createTaskBoard,
  migrateDatabase,
  openDatabase,
} from '@hrd-shield/postgres';

/** The board as activities write it. */
export interface BoardWriter {
  put(rows: BoardRows): Promise<void>;
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
  const board = createTaskBoard(database.query);
  let ready: Promise<unknown> | undefined;
  return {
    put: async (rows) => {
      ready ??= migrateDatabase(database.query);
      try {
        await ready;
      } catch (fault) {
        ready = undefined;
        throw fault;
      }
      await board.put(rows);
    },
    stop: () => database.stop(),
  };
}
