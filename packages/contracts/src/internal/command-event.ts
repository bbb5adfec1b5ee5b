import type { CloudEvent } from '../envelope/cloud-event.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';
import type { ProtectionCommand } from './protection.ts';

/** The event that carries a command; its id is that of the command, so a copy is the same. */
export function commandEvent(
  command: ProtectionCommand,
  by: { readonly source: string },
): CloudEvent<ProtectionCommand> {
  return {
    specversion: '1.0',
    id: command.id,
    source: by.source,
    type: INTERNAL_TYPES.command,
    time: new Date(command.issuedAt).toISOString(),
    data: command,
  };
}
