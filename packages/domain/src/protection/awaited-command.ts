import { type CommandId, commandId, type MeasureRef } from '@hrd-shield/contracts/pure';
import type { Outstanding } from './state.ts';

/** The command that is outstanding. A probe of a lift is no repetition of the probe before it. */
export function awaitedCommand(ref: MeasureRef, { act, after, round }: Outstanding): CommandId {
  return commandId(ref, after === undefined ? act : `${act}-${after}`, round);
}
