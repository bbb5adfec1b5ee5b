/**
 * What people of the city write, as slot templates. The pools are the city's own: no line comes
 * from a lexicon of detection, and a test bounds the words that both happen to share.
 */
export interface BasePools {
  /** Everyday talk that concerns nobody. */
  readonly chatter: readonly string[];
  /** Harmless answers to a defender. */
  readonly neutral: readonly string[];
  readonly supportive: readonly string[];
  /** Hard but legitimate disagreement with what was said or done. */
  readonly critical: readonly string[];
  /** Abuse of the person, mild in words. */
  readonly hostile: readonly string[];
  /** Smear templates that a crew copies. */
  readonly smear: readonly string[];
  /** The same accusation in free words, for crews that paraphrase. */
  readonly paraphrase: readonly string[];
  /** A statement of solidarity that many copy. */
  readonly solidarity: readonly string[];
  readonly news: readonly string[];
  /** What defenders post. */
  readonly own: readonly string[];
  /** Free text of reports. */
  readonly report: readonly string[];
}
