import { deriveId, type ResponderRef, type TaskId } from '@hrd-shield/contracts/pure';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlinesOfMeasure, nextDeadline } from './clock.ts';
import { decideProtection, refusalOf } from './decide.ts';
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

const RUNS = 150;
const plain = aPolicy();
const policy = aPolicy({
  timing: { ...plain.timing, undoMs: 2 * HOUR },
  rota: {
    desks: [
      {
        id: 'day',
        languages: ['en'],
        skills: ['*'],
        clearance: 'standard',
        seats: 2,
        hours: { from: 6, to: 22 },
      },
      {
        id: 'on-call',
        languages: ['*'],
        skills: ['*'],
        clearance: 'critical',
        seats: 2,
        hours: { from: 0, to: 24 },
      },
    ],
    rungs: [{ rung: 'shift-lead', desks: ['day'], fallback: 'second-line' }],
    fallback: 'on-call',
  },
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
/** Never in a conflict. */
const carla = deriveId('r', 'carla') as ResponderRef;
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
    'hand-over',
    'contact',
    'pass',
    'undo',
    'undo',
    'end',
    'extend',
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
    case 'hand-over':
    case 'contact':
    case 'pass':
      return task === undefined ? { kind: 'clock', at } : actOn(task.id, what, at, pick);
    case 'undo': {
      const decided = pickOf(
        tasksOf(so.state).filter(({ decision }) => decision !== undefined),
        pick,
      );
      const responder = decided?.decision?.responder ?? who.responder;
      const undo = { scripted: false, responder, reasons: ['other'] } as const;
      return decided === undefined
        ? { kind: 'clock', at }
        : { kind: 'undo', at, undo: { ...undo, task: decided.id } };
    }
    case 'extend': {
      const instance = pickOf(measuresOf(so.state), pick)?.ref;
      return instance === undefined
        ? { kind: 'clock', at }
        : { kind: 'extend-measure', at, extension: { instance } };
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

/** What people do with a task beside deciding it. */
function actOn(
  task: TaskId,
  what: 'hand-over' | 'contact' | 'pass',
  at: number,
  pick: number,
): ProtectionInput {
  const [responder, to] = pick % 2 === 0 ? [alice, basil] : [basil, alice];
  const who = { task, responder, scripted: false };
  switch (what) {
    case 'hand-over':
      return { kind: what, at, handOver: { ...who, to } };
    case 'contact':
      return { kind: what, at, contact: { ...who, channel: 'call' } };
    case 'pass':
      return { kind: what, at, pass: { ...who, reason: pick % 3 === 0 ? 'conflict' : 'language' } };
  }
}

/** Somebody takes the task and decides it; each is refused where it has to be. */
function decisionOf(state: ProtectionState, pick: number, at: number): readonly ProtectionInput[] {
  const open = tasksOf(state).filter(({ decision }) => decision === undefined);
  const task = pickOf(open, pick);
  if (task === undefined) return [{ kind: 'clock', at }];
  const responder = task.claim?.responder ?? (pick % 2 === 0 ? alice : basil);
  const who = { task: task.id, responder, scripted: false };
  const option = pickOf(task.spec.options, pick)?.id ?? '';
  const { evidenceVersion } = task;
  const judged = { verdict: 'unsure', reason: 'any', evidenceVersion, option } as const;
  return [
    { kind: 'claim', at, claim: who },
    { kind: 'decision', at, decision: { ...who, ...judged } },
  ];
}

interface Command {
  readonly id: Extract<ProtectionInput, { kind: 'ack' }>['ack']['command'];
  readonly instance: Extract<ProtectionInput, { kind: 'ack' }>['ack']['instance'];
  readonly defender: Extract<ProtectionInput, { kind: 'ack' }>['ack']['defender'];
  readonly case: Extract<ProtectionInput, { kind: 'ack' }>['ack']['case'];
}

/** Facts that each kind of input has led to: a kind without any proves nothing. */
const acts = new Map<string, number>();

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
    const inputs =
      each.what === 'decide'
        ? decisionOf(state, each.pick, at)
        : [inputOf(each, at, { state, commands, version })];
    for (const wanted of inputs) {
      // As the workflow does: what its validator refuses leaves nothing but the time that passed.
      const isRefused = refusalOf(state, wanted, policy) !== undefined;
      const input: ProtectionInput = isRefused ? { kind: 'clock', at } : wanted;
      const decision = decideProtection(state, input, policy);
      acts.set(input.kind, (acts.get(input.kind) ?? 0) + decision.facts.length);
      for (const effect of decision.effects) {
        if (effect.kind !== 'command') continue;
        const { id, instance, defender, case: forCase } = effect.command;
        commands.push({ id, instance, defender, case: forCase });
      }
      state = decision.state;
      look(state, at, decision);
    }
  }
  return state;
}

describe('whatever happens in whatever order', () => {
  const story = fc.array(happening, { maxLength: 60, size: 'max' });
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

  it('each task is decided once, by nobody who may not, and its clock ends with it', () => {
    holds((state, _at, decision) => {
      for (const fact of decision.facts) {
        if (fact.kind !== 'task.decided') continue;
        const task = state.tasks[fact.decision.task];
        if (task === undefined) continue;
        expect(task.conflicted ?? []).not.toContain(fact.decision.responder);
        expect(task.nextRungAt).toBeUndefined();
      }
      for (const task of tasksOf(state)) {
        const isStill = task.decision !== undefined || task.contact !== undefined;
        const isAtItsEnd = task.rungs >= policy.ladder.length;
        expect(isStill || isAtItsEnd || task.nextRungAt !== undefined).toBe(true);
      }
    });
  });

  it('has played everything that people can do', () => {
    for (const kind of ['claim', 'decision', 'hand-over', 'contact', 'pass', 'undo'] as const) {
      expect([kind, acts.get(kind) ?? 0]).not.toEqual([kind, 0]);
    }
    expect(acts.get('extend-measure') ?? 0).toBeGreaterThan(0);
  });

  it('everything ends by itself when the platform answers and people decide', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let state = play(steps, () => undefined);
        for (let i = 0; i < 400 && !state.done; i += 1) state = finish(state);
        expect(state.done).toBe(true);
        expect(measuresOf(state).filter(isLiving)).toEqual([]);
      }),
      { numRuns: RUNS },
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
    const who = { task: task.id, responder: carla, scripted: true };
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
