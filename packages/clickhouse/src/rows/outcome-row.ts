import type { Outcome } from '@hrd-shield/contracts';
import { precedenceOf } from './precedence.ts';

/** A row of `outcomes`. Times are epoch ms. */
export type OutcomeRow = ReturnType<typeof outcomeRow>;

/** @param appendedAt when the record was appended to its log, epoch ms */
export function outcomeRow(outcome: Outcome, appendedAt: number) {
  return {
    id: outcome.id,
    kind: outcome.kind,
    defender: outcome.defender,
    at: outcome.at,
    event_at: outcome.eventAt ?? null,
    first_event_at: outcome.firstEventAt ?? null,
    campaign: outcome.campaign ?? '',
    case_id: outcome.case ?? '',
    signal: outcome.signal ?? '',
    threat: outcome.threat ?? '',
    tier: outcome.tier ?? '',
    score: outcome.score ?? null,
    actor_count: outcome.actorCount ?? null,
    event_count: outcome.eventCount ?? null,
    measure: outcome.measure ?? '',
    instance: outcome.instance ?? '',
    harm: outcome.harm ?? '',
    automatic: outcome.automatic ?? false,
    expires_at: outcome.expiresAt ?? null,
    task: outcome.task ?? '',
    responder: outcome.responder ?? '',
    scripted: outcome.scripted ?? false,
    option_chosen: outcome.option ?? '',
    verdict: outcome.verdict ?? '',
    due_at: outcome.dueAt ?? null,
    reason: outcome.reason ?? '',
    policy_hash: outcome.policyHash ?? '',
    language: outcome.language ?? '',
    region: outcome.region ?? '',
    unit: outcome.unit ?? '',
    improvement: outcome.improvement ?? '',
    report: outcome.report ?? '',
    population: outcome.population ?? null,
    clock_scale: outcome.clockScale ?? 1,
    precedence: precedenceOf(appendedAt),
  };
}
