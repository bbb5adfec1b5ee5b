import type {
  AdverseAction,
  AdverseGround,
  AdverseOrigin,
  DefenderRef,
  HoldId,
  HoldState,
  ObjectRef,
  ResponderRef,
} from '@hrd-shield/contracts/pure';

/** What a hold is about; never changes. */
export interface HoldSubject {
  readonly hold: HoldId;
  readonly defender: DefenderRef;
  /** Keyed hash of the platform's id of the action. */
  readonly subject: ObjectRef;
  readonly action: AdverseAction;
  readonly origin: AdverseOrigin;
  readonly ground: AdverseGround;
  /** `held` waits; `proceeded` went ahead at once and is looked at after. */
  readonly began: Extract<HoldState, 'held' | 'proceeded'>;
  /** Epoch ms. */
  readonly askedAt: number;
  readonly dueAt: number;
  readonly policyHash: string;
  /** The law bars telling the defender until then, epoch ms. */
  readonly noticeBarredUntil?: number | undefined;
}

/** One hold from its question to its end. */
export interface HoldLife {
  readonly about: HoldSubject;
  readonly state: HoldState;
  readonly isPlaced: boolean;
  /** Approvers that allowed the action, each once. */
  readonly allowedBy: readonly ResponderRef[];
}

/**
 * As the platform was answered: `held` or gone ahead, placed by no workflow yet, allowed by nobody.
 */
export function initialHold(about: HoldSubject): HoldLife {
  return { about, state: about.began, isPlaced: false, allowedBy: [] };
}

/** Nothing more can happen to it. */
export function isSettled(life: HoldLife): boolean {
  return life.state !== 'held' && life.state !== 'proceeded';
}
