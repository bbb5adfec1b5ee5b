import type { DefenderRef, TaskRow } from '@hrd-shield/contracts';
import { type BoardTables, createTaskBoard, openDatabase } from '@hrd-shield/postgres';
import type { ProtectionClient } from '@hrd-shield/temporal';
import { askPerson, scriptedDecision } from './decide-task.ts';
import type { DemoInstallation } from './installation.ts';
import { type Decision, type Responders, startResponders } from './scripted-responders.ts';

export interface SeatsOptions {
  readonly at: DemoInstallation;
  readonly client: ProtectionClient;
  readonly isAttacked: (defender: DefenderRef) => boolean;
  /** The first task goes to the person at the keyboard. */
  readonly interactive: boolean;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Seats the responders of a run: a script, and the person at the keyboard if they want to. */
export function seatResponders(options: SeatsOptions): Responders {
  const { at, client, interactive, isAttacked } = options;
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
  const responders = startResponders({ board: createTaskBoard(database.query), client, decide });
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
