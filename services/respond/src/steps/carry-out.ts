import { setTimeout as delay } from 'node:timers/promises';
import type { ProtectDefenderActivities } from '@hrd-shield/workflows';

/** Each part of a turn by itself. */
export type PartActivities = Pick<
  ProtectDefenderActivities,
  'sendCommands' | 'recordOutcomes' | 'updateBoard'
>;

/** A part that takes longer goes on its own way, and keeps no later command waiting, ms. */
const WITHIN = { commandsMs: 5_000, recordsMs: 2_000 };

/**
 * Carries out all parts of a turn side by side. A part that fails or hangs is answered for and not
 * thrown: its own activity, tried again without end, takes it over. Each part may happen twice.
 */
export function createCarryOut(
  { recordOutcomes, sendCommands, updateBoard }: PartActivities,
  { commandsMs, recordsMs }: typeof WITHIN = WITHIN,
): ProtectDefenderActivities['carryOut'] {
  return async ({ commands, outcomes, rows }) => {
    const hasRows = Object.values(rows).some((each) => each.length > 0);
    const [sent, recorded, shown] = await Promise.all([
      doneWithin(commandsMs, commands.length > 0 && sendCommands(commands)),
      doneWithin(recordsMs, outcomes.length > 0 && recordOutcomes(outcomes)),
      doneWithin(recordsMs, hasRows && updateBoard(rows)),
    ]);
    return { commands: sent, outcomes: recorded, rows: shown };
  };
}

/** @param work false where there is none */
async function doneWithin(ms: number, work: Promise<void> | false): Promise<boolean> {
  if (work === false) return true;
  const bell = new AbortController();
  const late = delay(ms, false, { signal: bell.signal }).catch(() => false);
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => bell.abort());
}
