/** Two accounts that acted alike, and how often. */
export interface Edge {
  readonly a: string;
  readonly b: string;
  readonly weight: number;
}

/**
 * The size of the connected component of each account that has an edge.
 * @param weightMin edges below it are left out
 */
export function componentSizes(edges: readonly Edge[], weightMin: number): Map<string, number> {
  const parent = new Map<string, string>();
  const rootOf = (account: string): string => {
    let root = account;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) {
      root = up;
    }
    parent.set(account, root);
    return root;
  };
  for (const { a, b, weight } of edges) {
    if (weight < weightMin) continue;
    if (!parent.has(a)) parent.set(a, a);
    if (!parent.has(b)) parent.set(b, b);
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first !== second) parent.set(second, first);
  }
  const sizes = new Map<string, number>();
  const roots = [...parent.keys()].map((account) => [account, rootOf(account)] as const);
  for (const [, root] of roots) sizes.set(root, (sizes.get(root) ?? 0) + 1);
  return new Map(roots.map(([account, root]) => [account, sizes.get(root) ?? 1]));
}
