import type {
  PublicationDraft,
  PublicationRules,
  PublicationStanding,
  PublicationSubject,
} from '@hrd-shield/contracts/pure';

/** How a publication ends. `superseded`: another release of the quarter came first. */
export type PublicationEnd =
  | 'released'
  | 'refused'
  | 'withdrawn'
  | 'lapsed'
  | 'superseded'
  | 'impossible';

/** Everything that a publication knows; it goes from run to run. */
export interface PublicationLife {
  readonly about: PublicationSubject;
  readonly rules: PublicationRules;
  readonly state: 'preparing' | 'waiting' | 'releasing' | PublicationEnd;
  readonly draft?: PublicationDraft;
  /** When people could begin to read, epoch ms. */
  readonly draftedAt?: number;
  readonly standing: PublicationStanding;
  /** Times that people were reminded. */
  readonly reminded: number;
  /** Somebody else was told that nobody decides. */
  readonly isOverdue: boolean;
  /** Who ended it and why, where somebody did. */
  readonly end?: { readonly at: number; readonly reason: string; readonly by?: string };
}

/** Before its draft lies there: nobody was asked, nothing is signed. */
export function initialPublication(
  about: PublicationSubject,
  rules: PublicationRules,
): PublicationLife {
  const standing = { approvedBy: [], isSigned: false, problems: [] };
  return { about, rules, state: 'preparing', standing, reminded: 0, isOverdue: false };
}

/** Whether nothing follows any more: released, refused, or fallen through. */
export function isPublicationOver({ state }: PublicationLife): boolean {
  return state !== 'preparing' && state !== 'waiting' && state !== 'releasing';
}
