import type { DefenderRef } from '@hrd-shield/contracts';
import type { Priority } from '@temporalio/common';

/** Lower goes first where a task queue is behind; the server's default is 3. */
const RANKS = { urgent: 1, protect: 3, hold: 3, remedy: 4 } as const;

/**
 * Whose turn the tasks of a workflow are. Defenders share what workers can do in equal parts, so
 * that whoever stands beside a storm is served as if there were none; direct harm goes before all.
 */
export function turnOf(defender: DefenderRef, rank: keyof typeof RANKS): Priority {
  return { priorityKey: RANKS[rank], fairnessKey: defender };
}
