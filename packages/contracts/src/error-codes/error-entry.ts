/** One fault or refusal that a person can look up. */
export interface ErrorEntry {
  /** What happened, in one sentence without data. */
  readonly meaning: string;
  /** Whether doing the same again can help. */
  readonly retryable: boolean;
  /** What the operator does. */
  readonly action: string;
}
