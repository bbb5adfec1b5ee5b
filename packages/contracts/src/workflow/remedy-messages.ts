import type {
  CaseId,
  DefenderRef,
  HoldId,
  MeasureRef,
  RemedyId,
  ResponderRef,
  Sealed,
} from '../ids.ts';
import type { RemedyCause, RemedyOption } from '../vocabulary.ts';

/** Names that client and workflow share. */
export const REMEDY_HARM = {
  workflow: 'remedyHarm',
  decideRemedy: 'decideRemedy',
  view: 'view',
} as const;

/** The random part alone: the id says nothing about case or account. */
export function remedyWorkflowId(remedy: RemedyId): string {
  return `remedy:${remedy.slice('y_'.length)}`;
}

/** What a remedy is about; never changes. */
export interface RemedySubject {
  readonly remedy: RemedyId;
  readonly defender: DefenderRef;
  readonly cause: RemedyCause;
  readonly case?: CaseId;
  readonly hold?: HoldId;
  /** What a restricted third party appeals against. */
  readonly instance?: MeasureRef;
  /** Whoever decided before may not decide again. */
  readonly firstDeciders: readonly ResponderRef[];
  /** Epoch ms. */
  readonly openedAt: number;
  readonly dueAt: number;
  readonly policyHash: string;
}

/** What opens a remedy; how long it may take is policy. */
export type RemedyOpening = Omit<RemedySubject, 'dueAt' | 'policyHash'>;

/** Argument of `decideRemedy`; the principal comes from the token. */
export interface RemedyDecision {
  readonly responder: ResponderRef;
  readonly scripted: boolean;
  readonly option: RemedyOption;
  /** Codes of `DECISION_REASONS`, joined by commas. */
  readonly reason: string;
  readonly note?: Sealed;
}
