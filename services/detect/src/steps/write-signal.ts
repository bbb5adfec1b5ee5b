import {
  type CloudEvent,
  encodeBinary,
  INTERNAL_TYPES,
  type Outcome,
  outcomeId,
  type RiskSignal,
} from '@hrd-shield/contracts';
import { type OutRecord, outcomeRecord } from '@hrd-shield/pipeline';

const SOURCE = 'hrd-shield/detect';

/**
 * A signal and the outcome that records it. Ids and times come from the log alone, so that a
 * second writing gives the same records.
 *
 * @param at append time of the record that raised it, epoch ms
 */
export function writeSignal(
  signal: RiskSignal,
  at: number,
  topics: { readonly riskSignals: string; readonly outcomes: string },
): readonly OutRecord[] {
  const { defender } = signal;
  const time = new Date(at).toISOString();
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${signal.id}.${signal.revision}`,
    source: SOURCE,
    type: INTERNAL_TYPES.signal,
    time,
    data: signal,
  };
  return [
    { topic: topics.riskSignals, ...encodeBinary(event, defender) },
    outcomeRecord(outcomeOf(signal, at), topics.outcomes, SOURCE),
  ];
}

function outcomeOf(signal: RiskSignal, at: number): Outcome {
  return {
    id: outcomeId('signal.raised', signal.id, signal.revision),
    kind: 'signal.raised',
    defender: signal.defender,
    at,
    eventAt: signal.eventAt,
    firstEventAt: signal.firstEventAt,
    campaign: signal.campaign,
    signal: signal.id,
    threat: signal.threat,
    tier: signal.tier,
    score: signal.score,
    actorCount: signal.actorCount,
    eventCount: signal.eventCount,
    policyHash: signal.policyHash,
  };
}
