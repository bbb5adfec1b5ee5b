/** What the rarer scenarios say, as slot templates of the city's own. */
export interface ScenePools {
  /** A smear with many slots: one sentence that a crew fills in differently each time. */
  readonly slotted: readonly string[];
  /** Threats, mild in words. */
  readonly threat: readonly string[];
  /** Gives away where somebody lives: `%address%` and `%phone%` are filled in. */
  readonly disclosure: readonly string[];
  /** Gendered insinuation that goes with edited pictures. */
  readonly gendered: readonly string[];
  /** A call to others to go to somebody's page. */
  readonly raid: readonly string[];
  /** The wording behind a petition's share button. */
  readonly petition: readonly string[];
  readonly headline: readonly string[];
  /** In-jokes of a fan community. */
  readonly fan: readonly string[];
  /** A verse that many repeat. */
  readonly verse: readonly string[];
  /** Advocacy about a law, addressed to the defender as to others. */
  readonly policy: readonly string[];
  /** First-person testimony about the defender. */
  readonly testimony: readonly string[];
  /** A strike or boycott notice against the defender's organisation. */
  readonly boycott: readonly string[];
  /** A published investigation with named authors. */
  readonly expose: readonly string[];
  /** A give-away that asks to quote the defender's post. */
  readonly giveaway: readonly string[];
  /** Questions of people who have just arrived. */
  readonly newcomer: readonly string[];
  /** Contacts who ask whether a stranger is the defender. */
  readonly contact: readonly string[];
}
