import type { DefenderSealer } from '../ports/keys.ts';
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
