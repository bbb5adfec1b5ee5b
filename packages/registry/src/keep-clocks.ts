import type { DefenderRef } from '@hrd-shield/contracts';
import {
  nextTickAt,
  type RegistryLife,
  type RegistryMoment,
  tickRegistry,
} from '@hrd-shield/domain/registry';
import type { Clock, LifeStore } from '@hrd-shield/pipeline';
import { type TurnDeps, turnOf } from './turn-of.ts';

/** Designations handled in one round. */
const ROUND_COUNT = 500;

export interface ClockDeps extends TurnDeps {
  readonly lives: LifeStore;
  readonly clock: Clock;
}

/** What became of one designation by time alone. */
export interface ClockKept {
  readonly life: RegistryLife;
  readonly facts: readonly string[];
  /** When to look again, epoch ms; undefined when time changes nothing more. */
  readonly nextAt: number | undefined;
}

/** Facts of one round, counted by kind. */
export interface TimeKept {
  readonly ended: number;
  readonly erased: number;
  readonly reminded: number;
}

/**
 * Lets time do what it does to one designation. Doing it twice changes nothing.
 * @returns undefined when there is none of this reference
 */
export async function keepClock(ref: DefenderRef, deps: ClockDeps): Promise<ClockKept | undefined> {
  const { clock, lives, policy } = deps;
  const at = clock.now();
  const hasOpenCase = await lives.hasOpenCase(ref);
  const moment: RegistryMoment = {
    at,
    hasOpenCase,
    upSince: await lives.beat(at, policy.outageMs),
  };
  let kinds: readonly string[] = [];
  const life = await lives.change(
    ref,
    async (current, parts) => {
      const facts = tickRegistry(current, moment, policy);
      kinds = facts.map(({ kind }) => kind);
      const turn = await turnOf({ life: current, facts, moment, parts }, deps);
      // The key goes first: a crash in between leaves sealed parts that nobody can open.
      if (turn.erase === true) await deps.sealer?.destroy(ref);
      return turn;
    },
    at,
  );
  if (life === undefined || life === 'exists') return undefined;
  return { life, facts: kinds, nextAt: nextTickAt(life, moment, policy) };
}

/** Looks at every designation that time may change now. */
export async function keepClocks(deps: ClockDeps): Promise<TimeKept> {
  const { clock, lives, policy } = deps;
  const at = clock.now();
  await lives.beat(at, policy.outageMs);
  const due = await lives.due(at, ROUND_COUNT);
  const kinds: string[] = [];
  for (const ref of due) kinds.push(...((await keepClock(ref, deps))?.facts ?? []));
  const count = (...names: readonly string[]) =>
    kinds.filter((kind) => names.includes(kind)).length;
  return {
    ended: count('ended'),
    erased: count('erased'),
    reminded: count('review-reminded', 'emergency-reminded', 'grace-began'),
  };
}
