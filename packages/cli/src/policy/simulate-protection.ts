import type {
  Boxed,
  DefenderProfile,
  DefenderRef,
  ProtectionAck,
  ProtectionCommand,
  SignalBrief,
} from '@hrd-shield/contracts';
import {
  decideProtection,
  initialProtection,
  nextDeadline,
  type ProtectionInput,
  type ProtectionPolicy,
} from '@hrd-shield/domain';

/** What one case would be treated with. */
export interface CaseOutcome {
  readonly defender: string;
  readonly campaign: string;
  readonly threat: string;
  /** Such as `limit-replies, automatic, 24 h`. */
  readonly measures: readonly string[];
  /** Such as `is-it-an-attack, due in 60 min`, with the rungs that would hear of it. */
  readonly tasks: readonly string[];
}

/** A case that changes. */
export interface CaseChange {
  readonly change: 'added' | 'dropped' | 'moved';
  readonly defender: string;
  readonly campaign: string;
  readonly threat: string;
  readonly gains: readonly string[];
  readonly loses: readonly string[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** After the last signal nobody decides, so that every rung and every end is seen. */
const AFTER_MS = 7 * 24 * HOUR_MS;
/** Deadlines that are kept for one defender. */
const STEPS_MAX = 5_000;
const ACCOUNT = 'b1.sim.e.AAAAAAAAAAAAAAAA.account' as Boxed;

/**
 * Plays signals through the pure rules of protection with a platform that does at once what it is
 * asked, and people who do not decide.
 */
export function simulateProtection(
  signals: readonly SignalBrief[],
  defender: DefenderRef,
  profile: Pick<DefenderProfile, 'allowedMeasures' | 'language'>,
  policy: ProtectionPolicy,
): readonly CaseOutcome[] {
  const inOrder = signals.toSorted((a, b) => a.eventAt - b.eventAt);
  const startedAt = inOrder[0]?.eventAt ?? 0;
  const whole = { ...profile, defender, account: ACCOUNT, designationVersion: 1 };
  const cases = new Map<string, { -readonly [K in keyof CaseOutcome]: CaseOutcome[K] }>();
  const caseTasks = new Map<string, { readonly campaign: string; readonly openedAt: number }>();
  let state = initialProtection(defender, startedAt);
  let steps = 0;
  const campaigns = new Map<string, string>();
  const rungsHeard = new Set<string>();

  const apply = (input: ProtectionInput): void => {
    steps += 1;
    const decision = decideProtection(state, input, policy);
    state = decision.state;
    for (const fact of decision.facts) note(fact);
    for (const effect of decision.effects) {
      if (effect.kind === 'command') apply(ackOf(effect.command, input.at));
    }
  };
  type Fact = ReturnType<typeof decideProtection>['facts'][number];
  const note = (fact: Fact): void => {
    if (fact.kind === 'case.opened') {
      const { campaign, threat } = fact.signal;
      campaigns.set(fact.case, campaign);
      cases.set(campaign, { defender, campaign, threat, measures: [], tasks: [] });
    } else if (fact.kind === 'measure.requested') {
      const found = cases.get(campaigns.get(fact.case) ?? '');
      const how = fact.automatic ? 'automatic' : 'asked for';
      const hours = Math.round((fact.liftAt - fact.at) / HOUR_MS);
      if (found !== undefined)
        found.measures = [...found.measures, `${fact.measure}, ${how}, ${hours} h`];
    } else if (fact.kind === 'task.opened') {
      const { task } = fact;
      const campaign = campaigns.get(task.case) ?? '';
      caseTasks.set(task.id, { campaign, openedAt: task.openedAt });
      const found = cases.get(campaign);
      const due = Math.round((task.dueAt - task.openedAt) / MINUTE_MS);
      const about = task.measure === undefined ? '' : ` about ${task.measure}`;
      const words = `${task.spec.question}${about}, due in ${due} min`;
      if (found !== undefined) found.tasks = [...found.tasks, words];
    } else if (fact.kind === 'task.rung-reached') {
      const task = caseTasks.get(fact.task);
      const found = cases.get(task?.campaign ?? '');
      if (task === undefined || found === undefined) return;
      // The last rung hears again and again; when it first hears says enough.
      const heard = `${fact.task} ${fact.rung}`;
      if (rungsHeard.has(heard)) return;
      rungsHeard.add(heard);
      const minutes = Math.round((fact.at - task.openedAt) / MINUTE_MS);
      const words = `${fact.rung} hears after ${minutes} min`;
      if (!found.tasks.includes(words)) found.tasks = [...found.tasks, words];
    }
  };
  const keepTimeUntil = (until: number): void => {
    for (;;) {
      const due = nextDeadline(state, policy);
      if (due === undefined || due > until || state.done || steps >= STEPS_MAX) return;
      apply({ kind: 'clock', at: due });
    }
  };

  for (const signal of inOrder) {
    keepTimeUntil(signal.eventAt);
    const delivery = { signals: [signal], profile: whole };
    apply({ kind: 'signals', at: signal.eventAt, delivery });
  }
  keepTimeUntil((inOrder.at(-1)?.eventAt ?? 0) + AFTER_MS);
  return [...cases.values()];
}

const ANSWERS = { apply: 'applied', probe: 'effective', lift: 'lifted' } as const;

function ackOf(command: ProtectionCommand, at: number): ProtectionInput {
  const { id, instance, defender, case: forCase, act } = command;
  const ack: ProtectionAck = {
    ...{ command: id, instance, defender, case: forCase, at },
    status: ANSWERS[act],
  };
  return { kind: 'ack', at, ack };
}

/** Compares what would become of the same cases. */
export function compareCases(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
): { readonly changes: readonly CaseChange[]; readonly same: number } {
  const nameOf = ({ defender, campaign }: CaseOutcome) => `${defender} ${campaign}`;
  const old = new Map(before.map((one) => [nameOf(one), one]));
  const fresh = new Map(after.map((one) => [nameOf(one), one]));
  const changes: CaseChange[] = [];
  let same = 0;
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(name), fresh.get(name)];
    const one = is ?? was;
    if (one === undefined) continue;
    const [had, has] = [wordsOf(was), wordsOf(is)];
    const gains = has.filter((word) => !had.includes(word));
    const loses = had.filter((word) => !has.includes(word));
    if (was !== undefined && is !== undefined && gains.length + loses.length === 0) {
      same += 1;
      continue;
    }
    const { defender, campaign, threat } = one;
    const change = was === undefined ? 'added' : is === undefined ? 'dropped' : 'moved';
    changes.push({ change, defender, campaign, threat, gains, loses });
  }
  return { changes, same };
}

function wordsOf(outcome: CaseOutcome | undefined): readonly string[] {
  return outcome === undefined ? [] : [...outcome.measures, ...outcome.tasks];
}
