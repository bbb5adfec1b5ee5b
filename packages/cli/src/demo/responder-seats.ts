import type { DefenderRef, TaskRow } from '@hrd-shield/contracts';
import { type BoardTables, createTaskBoard, openDatabase } from '@hrd-shield/postgres';
import { openTaskDesk, type TemporalConnection } from '@hrd-shield/temporal';
import { askPerson, scriptedDecision } from './decide-task.ts';
import type { DemoInstallation } from './installation.ts';
import { type Decision, type Responders, startResponders } from './scripted-responders.ts';

export interface SeatsOptions {
  readonly at: DemoInstallation;
  readonly connection: TemporalConnection;
  readonly isAttacked: (defender: DefenderRef) => boolean;
  /** The first task goes to the person at the keyboard. */
  readonly interactive: boolean;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Seats the responders of a run: a script, and the person at the keyboard if they want to. */
export function seatResponders(options: SeatsOptions): Responders {
  const { at, connection, interactive, isAttacked } = options;
  const database = openDatabase<BoardTables>({ url: at.databaseUrl, applicationName: at.name });
  let isPersonWaiting = interactive;
  const decide = async (task: TaskRow): Promise<Decision> => {
    if (!isPersonWaiting) return scriptedDecision(task, isAttacked);
    isPersonWaiting = false;
    try {
      return await askPerson(task, options);
    } catch (error) {
      // The run is over or the keyboard is gone: the script takes the seat.
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
      return scriptedDecision(task, isAttacked);
    }
  };
  const board = createTaskBoard(database.query);
  const desk = openTaskDesk(connection, { findTask: board.task });
  const responders = startResponders({ board, desk, decide });
  return {
    ...responders,
    stop: async () => {
      try {
        await responders.stop();
      } finally {
        await database.stop();
      }
    },
  };
}
