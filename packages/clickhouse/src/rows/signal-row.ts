import type { RiskSignal } from '@hrd-shield/contracts';
import { precedenceOf } from './precedence.ts';

/** A row of `signals`. Times are epoch ms. */
export type SignalRow = ReturnType<typeof signalRow>;

/**
 * Everything of a signal but its sealed actors.
 * @param appendedAt when the record was appended to its log, epoch ms
 */
export function signalRow(signal: RiskSignal, appendedAt: number) {
  const { reasons } = signal.explanation;
  return {
    id: signal.id,
    revision: signal.revision,
    defender: signal.defender,
    campaign: signal.campaign,
    threat: signal.threat,
    threats: signal.threats,
    tier: signal.tier,
    score: signal.score,
    coordination: signal.coordination,
    hostility: signal.hostility ?? null,
    inauthentic: signal.inauthentic,
    direct_harm: signal.directHarm,
    first_event_at: signal.firstEventAt,
    event_at: signal.eventAt,
    event_count: signal.eventCount,
    actor_count: signal.actorCount,
    detectors: reasons.map((reason) => reason.detector),
    families: reasons.map((reason) => reason.family),
    contributions: reasons.map((reason) => reason.contribution),
    explanation: JSON.stringify(signal.explanation),
    policy_hash: signal.policyHash,
    precedence: precedenceOf(appendedAt),
  };
}

/** One score of a crossing: the identity of a row. */
export function signalRowId(signal: Pick<RiskSignal, 'id' | 'revision'>): string {
  return `${signal.id}/${signal.revision}`;
}
