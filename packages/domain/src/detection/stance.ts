import type { ClassifierVerdict, TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from './policy.ts';
import { lexiconHits, packsFor } from './text/lexicon-stance.ts';

/** Labels that call a text hostile to the person. */
const HOSTILE_LABELS: ReadonlySet<string> = new Set([
  'hostile',
  'threat',
  'sexualised',
  'intimate',
]);

/** Stance towards the defender as a person; never towards an opinion. */
export interface Stance {
  /** Shares, 0 to 1. */
  readonly hostile: number;
  readonly supportive: number;
  /** How far the judgement is believed, 0 to 1. */
  readonly trust: number;
  /** Log-likelihood ratio of hostile against harmless, by how often each judge is right. */
  readonly lean: number;
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
  const judged = fromVerdicts(event, policy);
  const terms = fromLexicon(canonical, event.language, policy);
  if (judged === undefined) return terms;
  if (terms === undefined) return judged;
  const lean = judged.lean + terms.lean;
  if (terms.trust <= policy.hostility.noHitTrust) return { ...judged, lean };
  const trust = judged.trust + terms.trust;
  return {
    lean,
    hostile: (judged.hostile * judged.trust + terms.hostile * terms.trust) / trust,
    supportive: (judged.supportive * judged.trust + terms.supportive * terms.trust) / trust,
    trust: Math.min(1, trust),
  };
}

function fromVerdicts(
  { verdicts, language }: TargetingEvent,
  policy: DetectionPolicy,
): Stance | undefined {
  if (verdicts === undefined || verdicts.length === 0) return undefined;
  const reliability = reliabilityIn(language, policy);
  let lean = 0;
  let hostile = 0;
  let supportive = 0;
  let trust = 0;
  for (const verdict of verdicts) {
    const { providerTrust, labels } = policy.hostility;
    const label = labels[verdict.label];
    const weight = label.trust * (providerTrust[verdict.provider] ?? providerTrust.default ?? 0);
    // The rest of the score is shared by what the label is not.
    const rest = (1 - verdict.score) / 2;
    hostile += weight * (label.hostile * verdict.score + (1 - label.hostile) * rest);
    supportive += weight * (label.supportive * verdict.score + (1 - label.supportive) * rest);
    trust += weight;
    if (weight > 0) lean += leanOf(verdict, reliability) * Math.min(1, weight / label.trust);
  }
  if (trust === 0) return undefined;
  return {
    hostile: hostile / trust,
    supportive: supportive / trust,
    trust: Math.min(1, trust),
    lean,
  };
}

type Reliability = DetectionPolicy['hostility']['reliability'][number];

function reliabilityIn(language: string | undefined, policy: DetectionPolicy): Reliability {
  const primary = language?.split('-')[0]?.toLowerCase() ?? '';
  const { reliability } = policy.hostility;
  const known = reliability.find((one) => one.languages.includes(primary));
  return known ?? reliability[reliability.length - 1] ?? { languages: [], hit: 0.5, false: 0.5 };
}

/** What one verdict says for or against hostility, by how often its label is right. */
function leanOf(verdict: ClassifierVerdict, { hit, false: wrong }: Reliability): number {
  return HOSTILE_LABELS.has(verdict.label)
    ? Math.log(hit / wrong)
    : Math.log((1 - hit) / (1 - wrong));
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
  const { hit, miss, support } = policy.hostility.lexiconLean;
  const total = hits.hostile + hits.supportive;
  if (total === 0) {
    return { hostile: noHitHostile, supportive: noHitHostile, trust: noHitTrust, lean: miss };
  }
  return {
    hostile: (hitShare * hits.hostile) / total,
    supportive: (hitShare * hits.supportive) / total,
    trust: lexiconTrust,
    lean: hits.hostile > 0 ? hit : support,
  };
}
