/** What a term of a context pack can be a sign of. The order is frozen. */
export const SIGNS = [
  /** An announcement of harm. */
  'threat',
  /** Weapon, place, time or family: what makes a threat specific. */
  'specific',
  /** Talk about a threat or a disclosure, not its making. */
  'quoting',
  /** Private circumstances of a third person. */
  'disclosure',
  /** A call to go there, ring, find. */
  'mobilise',
  /** The writer's own contact, or an office. */
  'own-contact',
  /** A word of postal addresses. */
  'street',
  /** A word for a vehicle's plate. */
  'plate',
  /** What the person is accused of: kinds of charge, never whether it is true. */
  'accuse-treason',
  'accuse-agent',
  'accuse-crime',
  'accuse-sexual',
  'accuse-mental',
  'accuse-fraud',
] as const;
export type Sign = (typeof SIGNS)[number];

/** Kinds of accusation. The order is frozen. @source detection notes, section 3, D11 */
export const ACCUSATIONS = [
  'accuse-treason',
  'accuse-agent',
  'accuse-crime',
  'accuse-sexual',
  'accuse-mental',
  'accuse-fraud',
] as const satisfies readonly Sign[];
