import type { DefenderRef, ScreeningPart, Sealed } from '@hrd-shield/contracts';
import {
  createPseudonymiser,
  loadKey,
  loadRecogniser,
  openScreeningSealer,
} from '@hrd-shield/keys';
import {
  bookedOpening,
  type MachineBook,
  PART_PURPOSES,
  type Pseudonymiser,
  type Recogniser,
} from '@hrd-shield/pipeline';

/** The keys of `hold`, and no other: with its set they are the list of defenders. */
export interface HoldKeys {
  readonly recogniser: Recogniser;
  readonly openScreening: (ref: DefenderRef, sealed: Sealed) => ScreeningPart;
  readonly pseudonyms: Pick<Pseudonymiser, 'object'>;
}

/** @throws ShieldError `keys.unavailable` */
export async function loadKeys(dir: string, book: MachineBook): Promise<HoldKeys> {
  return {
    recogniser: await loadRecogniser(dir),
    openScreening: bookedOpening(
      (await openScreeningSealer(dir)).open,
      book,
      PART_PURPOSES.screening,
    ),
    pseudonyms: createPseudonymiser(await loadKey(dir, 'pseudonym')),
  };
}
