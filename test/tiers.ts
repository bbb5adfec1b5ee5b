/** A vitest project beside the quick unit tests, in the order of a full run. */
export interface Tier {
  readonly project: string;
  readonly says: string;
  /** Whether it starts servers of its own, which only makes sense where the local stack is used. */
  readonly needsLocalStack: boolean;
}

export const TIERS: readonly Tier[] = [
  {
    project: 'simulation',
    says: 'whole scenarios and long properties, no server',
    needsLocalStack: false,
  },
  {
    project: 'evaluation',
    says: 'a small proof of detection holds what was recorded',
    needsLocalStack: false,
  },
  {
    project: 'replay',
    says: 'recorded workflow histories replay on this code',
    needsLocalStack: false,
  },
  {
    project: 'stack',
    says: 'the local stack starts, serves, stops and recovers',
    needsLocalStack: true,
  },
  { project: 'integration', says: 'the flow on the real servers', needsLocalStack: false },
];
