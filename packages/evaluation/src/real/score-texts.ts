import type { TargetingEvent } from '@hrd-shield/contracts';
import { canonicalise, type DetectionPolicy, judgeStance } from '@hrd-shield/domain';
import { type Estimate, wilson } from '../metrics/intervals.ts';
import type { LabelledSet } from './labelled-texts.ts';

/** How well the words of a pack find what people called abuse. */
export interface TextScore {
  readonly set: LabelledSet;
  readonly texts: number;
  readonly abusive: number;
  /** Area under the ROC curve of the hostile share; 0.5 knows nothing. */
  readonly auc: Estimate;
  /** Of texts that the engine would call adverse, the share that people called abuse. */
  readonly precision: Estimate;
  /** Of abuse, the share that the engine would call adverse. */
  readonly recall: Estimate;
  readonly falseAlarms: Estimate;
  readonly f1: number;
  /** Share of all texts in which the pack has any term. */
  readonly coverage: number;
}

const Z = 1.959963984540054;

/** Judges each text as the engine does where no classifier has spoken. */
export function scoreTexts(set: LabelledSet, policy: DetectionPolicy): TextScore {
  const judged = set.texts.map(({ isAbuse, text }) => {
    const event = { language: set.language } as TargetingEvent;
    const stance = judgeStance(event, canonicalise(text).text, policy);
    return { isAbuse, stance };
  });
  const { adverseMin, noHitTrust } = policy.hostility;
  const isAdverse = (one: (typeof judged)[number]) => (one.stance?.hostile ?? 0) >= adverseMin;
  const abuse = judged.filter((one) => one.isAbuse);
  const flagged = judged.filter(isAdverse);
  const hits = flagged.filter((one) => one.isAbuse).length;
  const precision = wilson(hits, flagged.length);
  const recall = wilson(hits, abuse.length);
  const sum = precision.value + recall.value;
  return {
    set,
    texts: judged.length,
    abusive: abuse.length,
    auc: areaUnder(judged.map(({ isAbuse, stance }) => ({ isAbuse, value: netHostile(stance) }))),
    precision,
    recall,
    falseAlarms: wilson(flagged.length - hits, judged.length - abuse.length),
    f1: sum > 0 ? (2 * precision.value * recall.value) / sum : 0,
    coverage:
      judged.filter(({ stance }) => (stance?.trust ?? 0) > noHitTrust).length /
      Math.max(1, judged.length),
  };
}

/** Hostile less supportive share: what is left of the stance when both were found. */
function netHostile(
  stance: { readonly hostile: number; readonly supportive: number } | undefined,
): number {
  return stance === undefined ? 0 : stance.hostile - stance.supportive;
}

interface Scored {
  readonly isAbuse: boolean;
  readonly value: number;
}

/**
 * Chance that an abusive text has the higher value, ties counted half.
 * @source Hanley and McNeil 1982, for the interval
 */
export function areaUnder(scored: readonly Scored[]): Estimate {
  const byValue = new Map<number, { abuse: number; other: number }>();
  for (const { isAbuse, value } of scored) {
    const cell = byValue.get(value) ?? { abuse: 0, other: 0 };
    if (isAbuse) cell.abuse += 1;
    else cell.other += 1;
    byValue.set(value, cell);
  }
  let below = 0;
  let won = 0;
  for (const [, cell] of [...byValue].sort(([a], [b]) => a - b)) {
    won += cell.abuse * (below + cell.other / 2);
    below += cell.other;
  }
  const abuse = scored.length - below;
  if (abuse === 0 || below === 0) {
    return { value: Number.NaN, low: 0, high: 1, sample: scored.length };
  }
  const auc = won / (abuse * below);
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const variance =
    (auc * (1 - auc) + (abuse - 1) * (q1 - auc * auc) + (below - 1) * (q2 - auc * auc)) /
    (abuse * below);
  const half = Z * Math.sqrt(Math.max(0, variance));
  const [low, high] = [Math.max(0, auc - half), Math.min(1, auc + half)];
  return { value: auc, low, high, sample: scored.length };
}
