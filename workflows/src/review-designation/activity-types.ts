import type { DefenderRef, Notice } from '@hrd-shield/contracts';

/** What the clock of a designation came to. */
export interface DesignationKept {
  /** When to look again, epoch ms; absent when time changes nothing more. */
  readonly nextAt?: number;
  /** The designation is erased: nothing is left to keep. */
  readonly isOver: boolean;
  /** What nobody was told of yet. */
  readonly notices: readonly Notice[];
  /** Version of the last fact that these notices are of. */
  readonly version: number;
}

/** What the workflow asks of the world. Each call may happen more than once. */
export interface ReviewDesignationActivities {
  /** Lets time do what it does; the registry decides and keeps the facts. */
  keepDesignation(ref: DefenderRef): Promise<DesignationKept>;
  tellPeople(notices: readonly Notice[]): Promise<void>;
  /** Notes that everything up to this version was told. */
  markTold(ref: DefenderRef, version: number): Promise<void>;
}
