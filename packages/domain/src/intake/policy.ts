/** Rules of intake; data, reviewed like code. */
export interface IntakePolicy {
  /** SHA-256 of the rule file. */
  readonly hash: string;
  /** A person answers within this time, ms. */
  readonly answerMs: number;
  /** The same where somebody's body or life is in danger, ms. */
  readonly criticalAnswerMs: number;
  /** Reports of one day: of a partner or helpline, and of all who have no account together. */
  readonly perDay: { readonly sender: number; readonly anonymous: number };
  readonly accuracy: {
    /** Fewer judged reports than this say nothing of a sender. */
    readonly judgedAtLeast: number;
    /** Share of substantiated reports below which fewer are taken. */
    readonly least: number;
    /** What is left of the quota then, 0 to 1. */
    readonly reducedTo: number;
  };
}
