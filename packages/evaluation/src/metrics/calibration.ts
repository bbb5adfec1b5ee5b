/** What was claimed and what was true; `weight` brings a sample to the mix that is meant. */
export interface Claim {
  /** Probability, 0 to 1. */
  readonly score: number;
  readonly isTrue: boolean;
  readonly weight: number;
}

export interface ReliabilityBin {
  /** Mean claim of the bin. */
  readonly claimed: number;
  /** Share that was true. */
  readonly observed: number;
  /** Share of all weight. */
  readonly share: number;
  readonly count: number;
}

/** Claims in bins of equal width; empty bins are left out. */
export function reliability(claims: readonly Claim[], bins: number): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ score: 0, true: 0, weight: 0, count: 0 }));
  let total = 0;
  for (const { score, isTrue, weight } of claims) {
    const bin = sums[Math.min(bins - 1, Math.floor(score * bins))];
    if (bin === undefined) continue;
    bin.score += score * weight;
    bin.true += isTrue ? weight : 0;
    bin.weight += weight;
    bin.count += 1;
    total += weight;
  }
  return sums
    .filter((bin) => bin.weight > 0)
    .map((bin) => ({
      claimed: bin.score / bin.weight,
      observed: bin.true / bin.weight,
      share: bin.weight / total,
      count: bin.count,
    }));
}

/**
 * Expected calibration error: how far claims lie from the truth, on average over claims.
 * @source Naeini, Cooper and Hauskrecht 2015, Obtaining well calibrated probabilities
 */
export function calibrationError(claims: readonly Claim[], bins: number): number {
  return reliability(claims, bins).reduce(
    (sum, bin) => sum + bin.share * Math.abs(bin.claimed - bin.observed),
    0,
  );
}

/** Brier's skill against always claiming the base rate: 1 is perfect, 0 knows nothing. */
export function brierSkill(claims: readonly Claim[]): number {
  let total = 0;
  let positive = 0;
  let error = 0;
  for (const { score, isTrue, weight } of claims) {
    total += weight;
    positive += isTrue ? weight : 0;
    error += weight * (score - (isTrue ? 1 : 0)) ** 2;
  }
  const base = positive / total;
  const reference = base * (1 - base);
  return reference === 0 ? Number.NaN : 1 - error / total / reference;
}
