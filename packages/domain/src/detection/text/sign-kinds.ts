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
] as const;
export type Sign = (typeof SIGNS)[number];
