/** Two-sided 95 %. */
const Z = 1.959963984540054;
/** Terms of a Poisson sum, and halvings of a root search: far more than any count here needs. */
const BISECTIONS = 80;

/** A number with the interval that holds it 19 times in 20. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** What was counted to get it. */
  readonly sample: number;
}

/**
 * Share of successes with Wilson's interval; an empty sample may be anything.
 * @source Wilson 1927, Probable inference, the law of succession, and statistical inference
 */
export function wilson(successes: number, trials: number): Estimate {
  if (trials === 0) return { value: Number.NaN, low: 0, high: 1, sample: 0 };
  const p = successes / trials;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return {
    value: p,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
    sample: trials,
  };
}

/**
 * Events per unit of exposure with the exact Poisson interval.
 * @param exposure such as defender-months, above 0
 * @source Garwood 1936, Fiducial limits for the Poisson distribution
 */
export function poissonRate(events: number, exposure: number): Estimate {
  if (exposure <= 0)
    return { value: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY, sample: 0 };
  const tail = 0.025;
  const low =
    events === 0 ? 0 : rootOf((mean) => 1 - poissonBelow(events - 1, mean) - tail, events);
  const high = rootOf((mean) => tail - poissonBelow(events, mean), events);
  return { value: events / exposure, low: low / exposure, high: high / exposure, sample: exposure };
}

/** Exposure that has to pass without an event to show a rate at most `rate` with 95 %. */
export function exposureToShow(rate: number): number {
  return Math.log(20) / rate;
}

/** P(X ≤ count) for a Poisson mean. */
function poissonBelow(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k += 1) {
    term *= mean / k;
    sum += term;
  }
  return Math.min(1, sum);
}

/** Root of a function that rises with the mean, between 0 and well above `about`. */
function rootOf(rising: (mean: number) => number, about: number): number {
  let low = 0;
  let high = about + 10 + 6 * Math.sqrt(about + 1);
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
