import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from './policy.ts';
import { lexiconHits, packsFor } from './text/lexicon-stance.ts';

/** Stance towards the defender as a person; never towards an opinion. */
export interface Stance {
  /** Shares, 0 to 1. */
  readonly hostile: number;
  readonly supportive: number;
  /** How far the judgement is believed, 0 to 1. */
  readonly trust: number;
}

/**
 * Judges from verdicts and from terms that were hit, by trust; from the absence of terms only
 * where no classifier judged. Undefined when nothing can judge.
 */
export function judgeStance(
  event: TargetingEvent,
  canonical: string | undefined,
  policy: DetectionPolicy,
): Stance | undefined {
  const judged = fromVerdicts(event.verdicts, policy);
  const terms = fromLexicon(canonical, event.language, policy);
  if (judged === undefined) return terms;
  if (terms === undefined || terms.trust <= policy.hostility.noHitTrust) return judged;
  const trust = judged.trust + terms.trust;
  return {
    hostile: (judged.hostile * judged.trust + terms.hostile * terms.trust) / trust,
    supportive: (judged.supportive * judged.trust + terms.supportive * terms.trust) / trust,
    trust: Math.min(1, trust),
  };
}

function fromVerdicts(
  verdicts: TargetingEvent['verdicts'],
  policy: DetectionPolicy,
): Stance | undefined {
  let hostile = 0;
  let supportive = 0;
  let trust = 0;
  for (const verdict of verdicts ?? []) {
    const { providerTrust, labels } = policy.hostility;
    const label = labels[verdict.label];
    const weight = label.trust * (providerTrust[verdict.provider] ?? providerTrust.default ?? 0);
    // The rest of the score is shared by what the label is not.
    const rest = (1 - verdict.score) / 2;
    hostile += weight * (label.hostile * verdict.score + (1 - label.hostile) * rest);
    supportive += weight * (label.supportive * verdict.score + (1 - label.supportive) * rest);
    trust += weight;
  }
  if (trust === 0) return undefined;
  return { hostile: hostile / trust, supportive: supportive / trust, trust: Math.min(1, trust) };
}

function fromLexicon(
  canonical: string | undefined,
  language: string | undefined,
  policy: DetectionPolicy,
): Stance | undefined {
  if (canonical === undefined || canonical === '') return undefined;
  const packs = packsFor(policy.lexicons, language);
  if (packs.length === 0) return undefined;
  const hits = lexiconHits(canonical, packs);
  const { hitShare, lexiconTrust, noHitTrust, noHitHostile } = policy.hostility;
  const total = hits.hostile + hits.supportive;
  if (total === 0) return { hostile: noHitHostile, supportive: noHitHostile, trust: noHitTrust };
  return {
    hostile: (hitShare * hits.hostile) / total,
    supportive: (hitShare * hits.supportive) / total,
    trust: lexiconTrust,
  };
}
