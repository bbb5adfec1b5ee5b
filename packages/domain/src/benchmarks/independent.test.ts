import { expect, test } from 'vitest';
import { agreement } from './agreement.ts';
import { capturedTotal } from './capture-recapture.ts';
import { clusteredRatio } from './clustered-ratio.ts';
import { incidenceBy } from './cumulative-incidence.ts';
import type { Figure } from './figure.ts';
import { kaplanMeier, survivalQuantile } from './kaplan-meier.ts';
import { parityRatio } from './parity-ratio.ts';
import captures from './vectors/capture-vectors.json' with { type: 'json' };
import vectors from './vectors/vectors.json' with { type: 'json' };
import { wilsonRatio } from './wilson-ratio.ts';

/** `vectors/make-vectors.py` says which programs gave the expected values. */
const DIGITS = 8;

function expectClose(found: readonly unknown[], wanted: readonly (number | null)[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [at, value] of wanted.entries()) {
    if (value === null) expect(found[at]).toBe('open');
    else expect(found[at]).toBeCloseTo(value, DIGITS);
  }
}

function parts(figure: Figure): readonly unknown[] {
  if (figure.kind !== 'value') return [figure.kind];
  return [figure.value, figure.interval.lower, figure.interval.upper];
}

test.each(vectors.survival)('survival curves and their medians are those of lifelines', (drawn) => {
  const curve = kaplanMeier(
    drawn.cases.map(([time, observed]) => ({
      time: Number(time),
      observed: observed === true,
      weight: 1,
    })),
  );
  const ended = curve.steps.filter((step) => step.survival > 0);
  const wanted = drawn.steps.filter(([, survival]) => (survival ?? 0) > 0);
  for (const [at, step] of ended.entries()) {
    if (step.survival === 1) continue;
    expectClose([step.time, step.survival, step.lower, step.upper], wanted[at] ?? []);
  }
  const median = survivalQuantile(curve, 0.5);
  const [value = null] = drawn.median;
  if (value === null) expect(median.kind).toBe('not-reached');
  else expectClose(parts(median), drawn.median);
});

test.each(vectors.incidence)('incidences of competing ends are those of lifelines', (drawn) => {
  const cases = drawn.cases.map(([time, end]) => ({
    time: Number(time),
    end: end === null ? undefined : String(end),
    weight: 1,
  }));
  for (const end of ['restored', 'withdrawn', 'refused'] as const) {
    expect(drawn[end].length).toBeGreaterThan(1);
    for (const [time = 0, incidence = 0, lower = 0, upper = 0] of drawn[end]) {
      const found = incidenceBy(cases, end, time);
      expectClose([found.incidence, found.lower, found.upper], [incidence, lower, upper]);
    }
  }
});

test('shares and their Wilson bounds are those of statsmodels', () => {
  for (const [hits = 0, n = 0, lower = 0, upper = 0] of vectors.ratio) {
    expectClose(parts(wilsonRatio(hits, n)), [hits / n, lower, upper]);
  }
});

test('ratios of shares have the bounds of statsmodels', () => {
  for (const [one, other, lower, upper] of vectors.parity as [
    number[],
    number[],
    number,
    number,
  ][]) {
    const [a = 0, n = 0] = one;
    const [b = 0, m = 0] = other;
    const found = parityRatio({ hits: a, n }, { hits: b, n: m });
    expectClose(parts(found).slice(1), [lower, upper]);
  }
});

test('shares of clusters widen as the cluster-robust variance of statsmodels says', () => {
  for (const { clusters, interval } of vectors.clustered) {
    const found = clusteredRatio(clusters.map(([hits = 0, n = 0]) => ({ hits, n })));
    expectClose(parts(found).slice(1), interval);
  }
});

test('agreement beyond chance is that of statsmodels', () => {
  for (const { answers, kappa } of vectors.kappa) {
    const pairs = answers.map(([one = '', two = '']) => [one, two] as const);
    expectClose(parts(agreement(pairs)), kappa);
  }
});

test('what nobody saw is reckoned as exact fractions and log-normal quantiles say', () => {
  expect(captures.estimates.length).toBeGreaterThan(4);
  for (const { both, lower, one, other, total, upper } of captures.estimates) {
    const found = capturedTotal({ detected: one, reported: other, both });
    expectClose(parts(found), [total, lower, upper]);
  }
});

test('over every overlap that chance could bring, the reckoned total averages to the true one', () => {
  for (const { chances, one, other, size } of captures.unbiased) {
    const mean = chances.reduce((sum, [both = 0, chance = 0]) => {
      const [total] = parts(capturedTotal({ detected: one, reported: other, both }));
      return sum + chance * Number(total);
    }, 0);
    expect(mean).toBeCloseTo(size, DIGITS);
  }
});
