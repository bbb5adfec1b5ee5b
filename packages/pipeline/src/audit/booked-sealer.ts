import type { DefenderSealer, StageSealer } from '../ports/keys.ts';
import type { MachineBook } from '../ports/machine-spool.ts';

/** Opens nothing that the book does not account for; sealing needs no account. */
export function bookedSealer(sealer: DefenderSealer, book: MachineBook): DefenderSealer {
  return {
    seal: (...given) => sealer.seal(...given),
    open: async (defender, purpose, sealed) => {
      book.note(purpose);
      return sealer.open(defender, purpose, sealed);
    },
  };
}

/** Purposes of what is no single defender's. */
export const SHARED_PURPOSES = {
  stageSnapshot: 'stage-snapshot',
  workflowPayload: 'workflow-payload',
} as const;

/** The same for saved states across defenders. */
export function bookedStageSealer(sealer: StageSealer, book: MachineBook): StageSealer {
  return {
    seal: (...given) => sealer.seal(...given),
    open: bookedOpening((...given) => sealer.open(...given), book, SHARED_PURPOSES.stageSnapshot),
  };
}

/** The same for what opens one part of a designation. */
export function bookedOpening<Given extends readonly unknown[], Part>(
  open: (...given: Given) => Part,
  book: MachineBook,
  purpose: string,
): (...given: Given) => Part {
  return (...given) => {
    book.note(purpose);
    return open(...given);
  };
}
