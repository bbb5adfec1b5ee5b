/** Reference pages of what is defined in rule files: measures and benchmarks. */
export function rulePages(_root: string): ReadonlyMap<string, string> {
  return new Map();
}
