import type {
  AckStatus,
  Boxed,
  CampaignId,
  CommandAct,
  DefenderProfile,
  DefenderRef,
  ResponderRef,
  SignalBrief,
  SignalId,
  Tier,
} from '@hrd-shield/contracts/pure';
import { deriveId } from '@hrd-shield/contracts/pure';
import type { ProtectionInput } from '../input.ts';
import type { MeasureSpec, ProtectionPolicy } from '../policy.ts';
import { measuresOf } from '../state.ts';
import type { Step } from './story.ts';

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const aDefender = deriveId('d', 'one') as DefenderRef;
export const alice = deriveId('r', 'alice') as ResponderRef;
export const basil = deriveId('r', 'basil') as ResponderRef;

export const anActor = (name: string): Boxed => `b1.k1.e.AAAAAAAAAAAAAAAA.${name}` as Boxed;

export function aProfile(changes: Partial<DefenderProfile> = {}): DefenderProfile {
  return {
    defender: aDefender,
    account: 'b1.k1.e.AAAAAAAAAAAAAAAA.account' as Boxed,
    allowedMeasures: ['limit-replies', 'slow-actors', 'hide-replies'],
    language: 'en',
    designationVersion: 1,
    ...changes,
  };
}

export function aSignal(
  changes: Partial<SignalBrief> & { readonly name?: string } = {},
): SignalBrief {
  const { name = 'first', ...rest } = changes;
  return {
    id: deriveId('s', name) as SignalId,
    revision: 0,
    campaign: aCampaign('one'),
    threat: 'pile-on',
    threats: ['pile-on'],
    tier: 'guard',
    score: 0.9,
    inauthentic: false,
    directHarm: false,
    firstEventAt: START - 10 * MINUTE,
    eventAt: START,
    eventCount: 40,
    actorCount: 25,
    policyHash: 'h',
    actors: [],
    ...rest,
  };
}

export function aCampaign(name: string): CampaignId {
  return deriveId('c', name) as CampaignId;
}

export function signals(
  briefs: readonly SignalBrief[],
  at = START,
  profile = aProfile(),
): ProtectionInput {
  return { kind: 'signals', at, delivery: { signals: briefs, profile } };
}

export function clock(at: number): ProtectionInput {
  return { kind: 'clock', at };
}

/** The platform's answer to the last command of this act for the measure. */
export function answer(act: CommandAct, status: AckStatus, measure: string, at = START): Step {
  return (so) => {
    const sent = so.decisions
      .flatMap((decision) => decision.effects)
      .flatMap((effect) => (effect.kind === 'command' ? [effect.command] : []))
      .findLast((command) => command.act === act && command.measure === measure);
    if (sent === undefined) return { kind: 'clock', at };
    const { id, instance, defender, case: forCase } = sent;
    const ack = { command: id, instance, defender, case: forCase, status, at };
    return { kind: 'ack', at, ack };
  };
}

/** The platform says that it lifted the measure, and a probe finds no effect. */
export function liftSeen(measure: string, at = START): readonly Step[] {
  return [answer('lift', 'lifted', measure, at), answer('probe', 'ineffective', measure, at)];
}

/** The defender or a responder ends the standing measure. */
export function end(measure: string, by: 'defender' | 'responder', at = START): Step {
  return (so) => {
    const standing = measuresOf(so.state).find((each) => each.measure === measure);
    return standing === undefined
      ? { kind: 'clock', at }
      : { kind: 'end-measure', at, end: { instance: standing.ref, by } };
  };
}

/** The defender has the standing measure go on. */
export function extend(measure: string, at = START): Step {
  return (so) => {
    const standing = measuresOf(so.state).find((each) => each.measure === measure);
    return standing === undefined
      ? { kind: 'clock', at }
      : { kind: 'extend-measure', at, extension: { instance: standing.ref } };
  };
}

export function aMeasure(name: string, changes: Partial<MeasureSpec> = {}): MeasureSpec {
  return {
    name,
    subject: 'defender',
    harm: 'low',
    consent: 'pre-consented',
    automaticAt: 'guard',
    lifetimeMs: DAY,
    longestMs: 7 * DAY,
    probe: true,
    quotaPerHour: 10,
    ...changes,
  };
}

export function aPolicy(changes: Partial<ProtectionPolicy> = {}): ProtectionPolicy {
  const both = ['limit-replies', 'slow-actors'];
  const step = (tier: Tier) => ({
    measures: tier === 'shield' ? ['hide-replies', 'freeze-actors'] : both,
    task: {
      question: 'is-it-an-attack',
      dueMs: HOUR,
      options: [
        { id: 'confirm-and-keep', effect: 'keep' as const },
        { id: 'reject-and-lift', effect: 'lift' as const },
        { id: 'strengthen', effect: 'apply' as const, measures: ['hide-replies', 'freeze-actors'] },
      ],
    },
  });
  return {
    hash: 'policy',
    measures: {
      'limit-replies': aMeasure('limit-replies', { successor: 'hide-replies' }),
      'hide-replies': aMeasure('hide-replies', { automaticAt: 'shield' }),
      'slow-actors': aMeasure('slow-actors', { subject: 'actors', quotaPerHour: 2 }),
      'freeze-actors': aMeasure('freeze-actors', { subject: 'actors', automaticAt: 'never' }),
      'hide-post': aMeasure('hide-post', { consent: 'emergency-then-tell', probe: false }),
    },
    playbooks: {
      'pile-on': { steps: { guard: step('guard'), shield: step('shield') } },
      copypasta: { steps: { guard: { measures: both } } },
      doxxing: { steps: { watch: { measures: ['hide-post', 'slow-actors'] } } },
    },
    fallback: { steps: {} },
    escalation: {
      question: 'measure-not-in-force',
      dueMs: HOUR,
      options: [
        { id: 'try-again', effect: 'retry' },
        { id: 'use-successor', effect: 'replace' },
        { id: 'leave-it', effect: 'note' },
      ],
    },
    ladder: [
      { rung: 'reminder', dueRatio: 0.5 },
      { rung: 'shift-lead', dueRatio: 1 },
      { rung: 'second-line', dueRatio: 1.5 },
    ],
    timing: {
      ackDeadlineMs: 30_000,
      maxTries: 3,
      liftRetryMs: 10 * MINUTE,
      claimLeaseMs: 30 * MINUTE,
      quietMs: 3 * DAY,
      rememberMs: 30 * DAY,
      renewBelowRatio: 0.5,
    },
    ...changes,
  };
}
