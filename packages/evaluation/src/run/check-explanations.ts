import { type TargetingEvent, TIERS } from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import type { ExplanationCheck } from './run-record.ts';

const GUARD = TIERS.indexOf('guard');
/** @source detection notes, section 4: every guard has at least two reasons */
const REASONS_MIN = 2;

/** Whether the reasons of every signal add up, suffice, and lead to events that exist. */
export function checkExplanations(
  signals: readonly DetectedSignal[],
  events: readonly TargetingEvent[],
): ExplanationCheck {
  const known = new Set<string>(events.map((event) => event.ref));
  let additivityMax = 0;
  let thin = 0;
  let thinDirect = 0;
  let guards = 0;
  let unresolved = 0;
  for (const { directHarm, explanation, tier } of signals) {
    const { logit, prior, reasons } = explanation;
    const sum = reasons.reduce((all, reason) => all + reason.contribution, prior);
    additivityMax = Math.max(additivityMax, Math.abs(sum - logit));
    if (TIERS.indexOf(tier) >= GUARD) {
      guards += 1;
      if (reasons.length < REASONS_MIN) thin += 1;
      if (reasons.length < REASONS_MIN && directHarm) thinDirect += 1;
    }
    for (const { evidence } of reasons) {
      unresolved += evidence.filter((ref) => !known.has(ref)).length;
    }
  }
  return { signals: signals.length, additivityMax, guards, thin, thinDirect, unresolved };
}
