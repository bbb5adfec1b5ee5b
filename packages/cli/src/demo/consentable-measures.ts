/** Measures to which the defenders of the city consent in advance. */
export function consentableMeasures(): readonly string[] {
  return ['limit-replies', 'hold-automated-enforcement', 'secure-account'];
}
