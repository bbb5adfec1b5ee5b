import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { createVerdictProvider, type Stance } from './verdicts.ts';

const DRAWS = 20_000;

function scores(stance: Stance, language: string): number[] {
  const judge = createVerdictProvider(createRandom(`${stance}${language}`), 'noisy');
  const out: number[] = [];
  for (let i = 0; i < DRAWS; i++) {
    const verdict = judge(stance, language)?.[0];
    if (verdict === undefined) continue;
    out.push(verdict.label === 'hostile' ? verdict.score : (1 - verdict.score) / 2);
  }
  return out;
}

/** Share of pairs in which the hostile text scores higher: the area under the curve. */
function areaUnderCurve(hostile: readonly number[], harmless: readonly number[]): number {
  const all = [
    ...hostile.map((score) => ({ score, isHostile: true })),
    ...harmless.map((score) => ({ score, isHostile: false })),
  ].sort((a, b) => a.score - b.score);
  let below = 0;
  let won = 0;
  for (const { isHostile } of all) {
    if (isHostile) won += below;
    else below++;
  }
  return won / (hostile.length * harmless.length);
}

describe('createVerdictProvider', () => {
  it('is no better than AUC 0.80 in English and 0.65 elsewhere, as documented', () => {
    const english = areaUnderCurve(scores('hostile', 'en'), scores('neutral', 'en'));
    const hindi = areaUnderCurve(scores('hostile', 'hi'), scores('neutral', 'hi'));
    expect(english).toBeGreaterThan(0.7);
    expect(english).toBeLessThanOrEqual(0.8);
    expect(hindi).toBeGreaterThan(0.57);
    expect(hindi).toBeLessThanOrEqual(0.65);
  });

  it('is missing for three texts in ten, whatever they say', () => {
    for (const stance of ['hostile', 'supportive', 'neutral', 'critical'] as const) {
      const present = scores(stance, 'en').length / DRAWS;
      expect(present).toBeGreaterThan(0.68);
      expect(present).toBeLessThan(0.72);
    }
  });

  it('says nothing on a platform without classifiers', () => {
    expect(createVerdictProvider(createRandom(1), 'none')('hostile', 'en')).toBeUndefined();
  });
});
