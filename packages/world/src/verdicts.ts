import type { ClassifierVerdict } from '@hrd-shield/contracts';
import type { Random } from './random.ts';

/** How wrong a classifier is, in one language. */
export interface VerdictNoise {
  /** Distance of the two latent normal distributions; area under the curve is Φ(separation/√2). */
  readonly separation: number;
  /** The same as area under the ROC curve; the label that is given knows less. */
  readonly auc: number;
}

/**
 * The noise model of the city's classifier. Each text has a latent score: N(0, 1), or
 * N(separation, 1) when it is hostile (supportive, for the second label). `score` is a logistic of
 * it, centred so that 16 % of harmless texts pass 0.5. The label with the higher score is given, or
 * `neutral` below 0.5. Hard criticism sits part of the way towards
 * hostile: classifiers confuse the two. Three verdicts in ten are missing, whatever the text is.
 * @source detection notes, 1.1 (A25): about 0.8 in English, weak elsewhere
 */
export const VERDICT_NOISE = {
  missingRatio: 0.3,
  /** Where criticism lies between harmless (0) and hostile (1). */
  criticalRatio: 0.4,
  centre: 1,
  slope: 1.5,
  byLanguage: {
    en: { separation: 1.09, auc: 0.78 },
    other: { separation: 0.47, auc: 0.63 },
  },
} as const satisfies {
  missingRatio: number;
  criticalRatio: number;
  centre: number;
  slope: number;
  byLanguage: Record<string, VerdictNoise>;
};

const PROVIDER = { provider: 'city-classifier', version: '1' } as const;

export type VerdictMode = 'noisy' | 'none';
export type Stance = 'hostile' | 'critical' | 'neutral' | 'supportive';

const HOSTILE_SHARE: Readonly<Partial<Record<Stance, number>>> = {
  hostile: 1,
  neutral: 0,
  supportive: 0,
};

/** Below it the classifier calls a text neutral. */
const LEAST_CONFIDENCE = 0.5;

/** Judges a text; the only function that is told the stance, and it reads it through noise. */
export type VerdictProvider = (
  stance: Stance,
  language: string,
) => readonly ClassifierVerdict[] | undefined;

/** @param mode `none` gives a platform without classifiers */
export function createVerdictProvider(random: Random, mode: VerdictMode): VerdictProvider {
  if (mode === 'none') return () => undefined;
  const { byLanguage, centre, criticalRatio, missingRatio, slope } = VERDICT_NOISE;
  const score = (share: number, language: string): number => {
    const noise = language === 'en' ? byLanguage.en : byLanguage.other;
    const latent = random.normal() + share * noise.separation;
    return Math.round(1000 / (1 + Math.exp(-slope * (latent - centre)))) / 1000;
  };
  return (stance, language) => {
    const hostile = score(HOSTILE_SHARE[stance] ?? criticalRatio, language);
    const supportive = score(stance === 'supportive' ? 1 : 0, language);
    if (random.chance(missingRatio)) return undefined;
    const confidence = Math.max(hostile, supportive);
    if (confidence < LEAST_CONFIDENCE) {
      return [{ ...PROVIDER, label: 'neutral', score: 1 - confidence }];
    }
    const label = hostile === confidence ? 'hostile' : 'supportive';
    return [{ ...PROVIDER, label, score: confidence }];
  };
}
