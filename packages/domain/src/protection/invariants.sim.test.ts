import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlinesOfMeasure, nextDeadline } from './clock.ts';
import { decideProtection } from './decide.ts';
import type { ProtectionInput } from './input.ts';
import { orphansIn } from './orphans.ts';
import {
  aCampaign,
  aDefender,
  alice,
  aMeasure,
  anActor,
  aPolicy,
  aProfile,
  aSignal,
  basil,
  DAY,
  HOUR,
  MINUTE,
  START,
} from './spec/builders.ts';
import {
  initialProtection,
  isInForce,
  isLiving,
  measuresOf,
  type ProtectionState,
  tasksOf,
} from './state.ts';

const RUNS = 300;
const plain = aPolicy();
const policy = aPolicy({
  limits: {
    jitterMs: 10_000,
    reachMsPerWeek: 30 * HOUR,
    breakerFailuresPerHour: 3,
    breakerRejectionsPerHour: 2,
    breakerRestMs: HOUR,
    bandMin: 5,
  },
  measures: {
    ...plain.measures,
    'limit-replies': aMeasure('limit-replies', { reducesReach: true, visible: true }),
    'slow-actors': aMeasure('slow-actors', {
      subject: 'actors',
      statement: 'sending',
      visible: true,
      quotaPerHour: 4,
      quotaPerCampaignHour: 2,
    }),
    'hide-replies': aMeasure('hide-replies', { tells: true, automaticAt: 'shield' }),
  },
});
const ALLOWED = ['limit-replies', 'slow-actors', 'hide-replies', 'freeze-actors'];

/** One thing that happens; what it refers to is chosen from the state when its turn comes. */
const happening = fc.record({
  what: fc.constantFrom(
    'signal',
    'signal',
    'ack',
    'ack',
    'ack',
    'clock',
    'clock',
    'claim',
    'decide',
    'end',
    'consent',
    'withdraw',
  ),
  pick: fc.nat(1_000),
  waitMs: fc.constantFrom(0, 1_000, 31_000, 10 * MINUTE, HOUR, DAY, 4 * DAY),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const STATUSES = [
  'accepted',
  'applied',
  'effective',
  'ineffective',
  'lifted',
  'refused',
  'failed',
] as const;
const TIERS = ['watch', 'guard', 'shield'] as const;

function pickOf<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(1, items.length)];
}

function inputOf(
  { what, pick }: Happening,
  at: number,
  so: {
    readonly state: ProtectionState;
    readonly commands: readonly Command[];
    readonly version: number;
  },
): ProtectionInput {
  const profile = aProfile({
    designationVersion: so.version,
    allowedMeasures: ALLOWED.filter((_, i) => so.version === 1 || (pick >> i) % 2 === 0),
  });
  const task = pickOf(tasksOf(so.state), pick);
  const who = { responder: pick % 2 === 0 ? alice : basil, scripted: false };
  switch (what) {
    case 'signal':
    case 'consent': {
      const signal = aSignal({
        name: `s${pick}`,
        campaign: aCampaign(`c${pick % 3}`),
        threat: pick % 5 === 0 ? 'copypasta' : 'pile-on',
        tier: TIERS[pick % 3] ?? 'guard',
        inauthentic: pick % 4 === 0,
        directHarm: pick % 11 === 0,
        actors: [anActor(`a${pick % 7}`), anActor(`a${pick % 5}`)],
        ...(pick % 6 === 0 ? { spared: [anActor(`a${pick % 7}`)] } : {}),
      });
      const conditions = {
        stopped: pick % 13 === 0 ? ['*'] : [],
        tripped: pick % 9 === 0 ? ['slow-actors'] : [],
        crises: [],
      };
      return { kind: 'signals', at, delivery: { signals: [signal], profile, conditions } };
    }
    case 'ack': {
      const command = pickOf(so.commands.slice(-6), pick);
      if (command === undefined) return { kind: 'clock', at };
      const { id, ...rest } = command;
      const status = STATUSES[pick % STATUSES.length] ?? 'applied';
      return { kind: 'ack', at, ack: { command: id, ...rest, status, at } };
    }
    case 'claim':
      return task === undefined
        ? { kind: 'clock', at }
        : { kind: 'claim', at, claim: { task: task.id, ...who } };
    case 'decide': {
      if (task === undefined) return { kind: 'clock', at };
      const option = pickOf(task.spec.options, pick)?.id ?? '';
      const { evidenceVersion, id } = task;
      const judged = { verdict: 'unsure', reason: 'any', evidenceVersion, option } as const;
      return { kind: 'decision', at, decision: { task: id, ...who, ...judged } };
    }
    case 'end': {
      const instance = pickOf(measuresOf(so.state), pick);
      const by = pick % 2 === 0 ? 'defender' : 'responder';
      return instance === undefined
        ? { kind: 'clock', at }
        : { kind: 'end-measure', at, end: { instance: instance.ref, by } };
    }
    case 'withdraw':
      return pick % 5 === 0 ? { kind: 'withdrawal', at } : { kind: 'clock', at };
    default:
      return { kind: 'clock', at };
  }
}

interface Command {
  readonly id: Extract<ProtectionInput, { kind: 'ack' }>['ack']['command'];
  readonly instance: Extract<ProtectionInput, { kind: 'ack' }>['ack']['instance'];
  readonly defender: Extract<ProtectionInput, { kind: 'ack' }>['ack']['defender'];
  readonly case: Extract<ProtectionInput, { kind: 'ack' }>['ack']['case'];
}

/** Plays everything and looks after each step. */
function play(
  happenings: readonly Happening[],
  look: (state: ProtectionState, at: number, effects: ReturnType<typeof decideProtection>) => void,
): ProtectionState {
  let state = initialProtection(aDefender, START);
  let at = START;
  let version = 1;
  const commands: Command[] = [];
  for (const each of happenings) {
    at += each.waitMs;
    if (each.what === 'consent') version += 1;
    const decision = decideProtection(
      state,
      inputOf(each, at, { state, commands, version }),
      policy,
    );
    for (const effect of decision.effects) {
      if (effect.kind !== 'command') continue;
      const { id, instance, defender, case: forCase } = effect.command;
      commands.push({ id, instance, defender, case: forCase });
    }
    state = decision.state;
    look(state, at, decision);
  }
  return state;
}

describe('whatever happens in whatever order', () => {
  const story = fc.array(happening, { maxLength: 60 });
  const holds = (
    look: (
      state: ProtectionState,
      at: number,
      decision: ReturnType<typeof decideProtection>,
    ) => void,
  ): void =>
    fc.assert(
      fc.property(story, (steps) => void play(steps, look)),
      { numRuns: RUNS },
    );

  it('a measure in force is needed by at least one open case, and by each only once', () => {
    holds((state) => {
      for (const each of measuresOf(state).filter(isInForce)) {
        expect(each.neededBy.length).toBeGreaterThan(0);
        expect(new Set(each.neededBy).size).toBe(each.neededBy.length);
        for (const id of each.neededBy) expect(state.cases[id]).toBeDefined();
      }
    });
  });

  it('nothing is in force without consent', () => {
    holds((state) => {
      for (const each of measuresOf(state).filter(isInForce)) {
        expect(state.withdrawn).toBe(false);
        const isEmergency = policy.measures[each.measure]?.consent === 'emergency-then-tell';
        const isAllowed = state.profile?.allowedMeasures.includes(each.measure) ?? false;
        expect(isAllowed || isEmergency).toBe(true);
      }
    });
  });

  it('everything that may be on has a deadline, and nothing outlives its own', () => {
    holds((state, at) => {
      for (const each of measuresOf(state).filter(isLiving)) {
        expect(deadlinesOfMeasure(each).length).toBeGreaterThan(0);
        expect(nextDeadline(state, policy)).toBeDefined();
        if (isInForce(each)) expect(each.liftAt).toBeGreaterThan(at);
        const longestMs = policy.measures[each.measure]?.longestMs ?? 0;
        expect(each.liftAt).toBeLessThanOrEqual(each.requestedAt + longestMs);
      }
    });
  });

  it('nothing is forgotten, and what the defender ends is off in the same decision', () => {
    holds((state, at, decision) => {
      expect(orphansIn(state, at)).toEqual([]);
      for (const fact of decision.facts) {
        if (fact.kind !== 'measure.lift-asked' || fact.reason !== 'ended-by-defender') continue;
        const ended = state.measures[fact.instance];
        expect(ended === undefined || !isInForce(ended)).toBe(true);
      }
    });
  });

  it('nothing automatic touches whom only a person may, and whoever is touched hears why', () => {
    holds((state, _at, decision) => {
      for (const fact of decision.facts) {
        if (fact.kind !== 'measure.requested' || !fact.automatic) continue;
        const spared = state.cases[fact.case]?.spared ?? [];
        expect(fact.actors.filter((actor) => spared.includes(actor))).toEqual([]);
      }
      for (const effect of decision.effects) {
        if (effect.kind !== 'command' || effect.command.act !== 'apply') continue;
        const { measure, statement } = effect.command;
        expect(statement !== undefined).toBe(measure === 'slow-actors');
      }
    });
  });

  it('the lift is registered in the state when an apply command goes out', () => {
    holds((state, at, decision) => {
      for (const effect of decision.effects) {
        if (effect.kind !== 'command' || effect.command.act !== 'apply') continue;
        expect(state.measures[effect.command.instance]?.liftAt).toBeGreaterThan(at);
        expect(effect.command.expiresAt).toBeGreaterThan(at);
      }
    });
  });

  it('everything ends by itself when the platform answers and people decide', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let state = play(steps, () => undefined);
        for (let i = 0; i < 400 && !state.done; i += 1) state = finish(state);
        expect(state.done).toBe(true);
        expect(measuresOf(state).filter(isLiving)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

let later = START + 400 * DAY;

/** Decides a task, answers a command, or lets time pass to what is due next. */
function finish(state: ProtectionState): ProtectionState {
  later += 1;
  const task = tasksOf(state).find((each) => each.decision === undefined);
  if (task !== undefined) {
    const option = task.spec.options.at(-1)?.id ?? '';
    const who = { task: task.id, responder: alice, scripted: true };
    const free = later + HOUR;
    later = free;
    const claimed = decideProtection(state, { kind: 'claim', at: free, claim: who }, policy).state;
    const current = claimed.tasks[task.id] ?? task;
    const { evidenceVersion } = current;
    const judged = { option, verdict: 'unsure', reason: 'end', evidenceVersion } as const;
    const decision = { ...who, ...judged };
    return decideProtection(claimed, { kind: 'decision', at: free, decision }, policy).state;
  }
  const due = nextDeadline(state, policy) ?? later;
  later = Math.max(later, due);
  const next = decideProtection(state, { kind: 'clock', at: later }, policy);
  return next.effects.reduce((so, effect) => {
    if (effect.kind !== 'command') return so;
    const { act, case: forCase, defender, id, instance } = effect.command;
    const isLifted = so.measures[instance]?.awaiting?.after === 'lift';
    const seen = isLifted ? 'ineffective' : 'effective';
    const status = ({ apply: 'applied', probe: seen, lift: 'lifted' } as const)[act];
    const ack = { command: id, instance, defender, case: forCase, status, at: later };
    return decideProtection(so, { kind: 'ack', at: later, ack }, policy).state;
  }, next.state);
}
