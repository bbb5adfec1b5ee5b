/**
 * Faults of construction that may be planted, to see that the simulation finds them. None is in
 * the product.
 */
export const FLAWS = {
  'commit-before-effect': 'the offset moves before what the batch says is on its topics',
  'drops-out-of-order': 'an event that comes behind a later one is dropped although it is in time',
  'starts-twice': 'a protection that lives already is started a second time',
} as const;

export type Flaw = keyof typeof FLAWS;
