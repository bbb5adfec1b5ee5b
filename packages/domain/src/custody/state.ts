import type { CommandId, CustodySubject, MeasureName } from '@hrd-shield/contracts/pure';

/** One thing that the platform is asked to do or to undo. */
export interface CustodyStep {
  readonly measure: MeasureName;
  readonly state: 'asked' | 'holds' | 'failed' | 'lifting' | 'lifted';
  /** Stays when it is said again for want of an answer. */
  readonly command: CommandId;
  readonly attempts: number;
  /** When it was asked last; a measure that holds is asked anew before it ends. Epoch ms. */
  readonly askedAt: number;
}

/** The protocol for somebody who may be held. Epoch ms. */
export interface CustodyLife {
  readonly about: CustodySubject;
  /** `watching`: a check-in is awaited. */
  readonly state: 'watching' | 'locked' | 'releasing' | 'ended';
  readonly checkInBy?: number;
  readonly since?: number;
  readonly steps: readonly CustodyStep[];
  readonly told: number;
  readonly toldAt?: number;
}

/** Before anything was asked of the platform: a check-in may be awaited, and nothing is locked. */
export function initialCustody(about: CustodySubject): CustodyLife {
  const { checkInBy } = about;
  return {
    about,
    state: 'watching',
    steps: [],
    told: 0,
    ...(checkInBy === undefined ? {} : { checkInBy }),
  };
}

/** Nothing is locked and no check-in is awaited any more; what comes later begins another round. */
export function isCustodyOver(life: CustodyLife): boolean {
  return life.state === 'ended';
}
