import type {
  Notice,
  PublicationDraft,
  PublicationRules,
  PublicationStanding,
  PublicationSubject,
} from '@hrd-shield/contracts';
import type { PublicationEnd } from '@hrd-shield/domain/publication';

/** What the workflow asks of the world. Each call may happen more than once. */
export interface PublishReportActivities {
  /** What is due by the calendar; undefined where the quarter is published. */
  planPublication(): Promise<
    { readonly about: PublicationSubject; readonly rules: PublicationRules } | undefined
  >;
  /** Makes the draft, or says why there can be none. */
  prepareRelease(
    about: PublicationSubject,
  ): Promise<PublicationDraft | { readonly impossible: string }>;
  /**
   * Looks at what people put beside the draft. It answers when that is something else than was seen
   * before, or when the time has come.
   */
  lookAtDraft(look: DraftLook): Promise<PublicationStanding>;
  /** Publishes the draft, once, whoever asks how often. */
  releaseDraft(
    about: PublicationSubject,
    draft: PublicationDraft,
  ): Promise<{ readonly isReleased: true } | NotReleased>;
  tellPeople(notices: readonly Notice[]): Promise<void>;
  /** Counts how it ended. */
  noteEnd(about: PublicationSubject, end: PublicationEnd): Promise<void>;
}

/** What to look for. */
export interface DraftLook {
  readonly about: PublicationSubject;
  readonly draft: PublicationDraft;
  readonly seen: PublicationStanding;
  /** When to answer in any case, epoch ms. */
  readonly until: number;
  /** How long to wait between looks, ms. */
  readonly everyMs: number;
  readonly isOverdue: boolean;
}

export interface NotReleased {
  readonly isReleased: false;
  readonly reason: string;
  /** Another release of the quarter came first. */
  readonly isSuperseded: boolean;
}
