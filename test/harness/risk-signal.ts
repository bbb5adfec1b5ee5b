import {
  type CampaignId,
  type CloudEvent,
  type DefenderRef,
  deriveId,
  INTERNAL_TYPES,
  type RiskSignal,
  type SignalId,
} from '@hrd-shield/contracts';

/** A signal as `detect` would raise it; `name` makes signals of one defender differ. */
export function riskSignal(
  defender: DefenderRef,
  changes: Partial<Omit<RiskSignal, 'id'>> & { readonly name: string; readonly about?: string },
): RiskSignal {
  const { name, about = 'campaign', ...rest } = changes;
  const now = Date.now();
  return {
    id: deriveId('s', defender, name) as SignalId,
    revision: 0,
    defender,
    campaign: deriveId('c', defender, about) as CampaignId,
    threat: 'pile-on',
    threats: ['pile-on'],
    tier: 'guard',
    score: 0.9,
    coordination: 0.9,
    inauthentic: false,
    directHarm: false,
    firstEventAt: now - 600_000,
    eventAt: now,
    eventCount: 40,
    actorCount: 25,
    explanation: {
      prior: -7,
      logit: 2,
      reasons: [],
      gates: [],
      benign: [],
      missing: [],
      degraded: false,
    },
    policyHash: 'h',
    ...rest,
  };
}

/** The event that carries a signal, as `detect` writes it. */
export function riskSignalEvent(signal: RiskSignal): CloudEvent<RiskSignal> {
  return {
    specversion: '1.0',
    id: `${signal.id}#${signal.revision}`,
    source: 'hrd-shield/detect',
    type: INTERNAL_TYPES.signal,
    time: new Date(signal.eventAt).toISOString(),
    data: signal,
  };
}
