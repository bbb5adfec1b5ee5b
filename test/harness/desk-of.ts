import type { DefenderRef, ResponderRef, TaskId } from '@hrd-shield/contracts';
import {
  openTaskDesk,
  type ProtectionClient,
  type TaskDesk,
  type TaskPrincipal,
  type TemporalConnection,
} from '@hrd-shield/temporal';

/** The desk for the tasks of some defenders, without a read model: the workflow shows its own. */
export function deskOf(
  connection: TemporalConnection,
  client: Pick<ProtectionClient, 'view'>,
  defenders: () => Iterable<DefenderRef>,
): TaskDesk {
  return openTaskDesk(connection, {
    findTask: async (id: TaskId) => {
      for (const defender of defenders()) {
        const found = (await client.view(defender))?.tasks.find((task) => task.id === id);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  });
}

/** Somebody who may take every task. */
export function aPrincipal(
  responder: ResponderRef,
  changes: Partial<TaskPrincipal> = {},
): TaskPrincipal {
  return {
    responder,
    role: 'responder',
    scripted: true,
    languages: ['*'],
    skills: ['*'],
    clearance: 'critical',
    conflicts: [],
    ...changes,
  };
}
