import type { Crew } from './crew.ts';
import type { StepWorld } from './steps.ts';

/** A fault: how it strikes and how it is healed. */
export interface Strike {
  readonly name: string;
  strike(crew: Crew, world: StepWorld): Promise<void>;
  heal(crew: Crew, world: StepWorld): Promise<void>;
}

export const STRIKES: readonly Strike[] = [
  {
    name: 'worker-killed',
    strike: (crew) => crew.crash('worker'),
    heal: (crew) => crew.revive('worker'),
  },
  {
    name: 'consumer-killed',
    strike: (crew) => crew.crash('consumer'),
    heal: (crew) => crew.revive('consumer'),
  },
  {
    name: 'temporal-killed',
    strike: async ({ stack }) => stack.control?.crash('temporal'),
    heal: async ({ stack }) => stack.control?.revive('temporal'),
  },
  {
    name: 'broker-killed',
    strike: async ({ stack }) => stack.control?.crash('kafka'),
    heal: async ({ stack }) => stack.control?.revive('kafka'),
  },
  {
    name: 'platform-silent',
    strike: (_, world) => world.silence(true),
    heal: (_, world) => world.silence(false),
  },
];
