import { type CrisisWindow, ShieldError } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';

/** The rules of each declared crisis, complete: the usual ones with its thresholds and prior. */
export function crisisPolicies(
  policy: DetectionPolicy,
  crises: readonly CrisisWindow[],
): DetectionPolicy['windows'] {
  return crises
    .toSorted((a, b) => a.declaredAt - b.declaredAt || (a.id < b.id ? -1 : 1))
    .map(({ countries, detection, endsAt, id, startsAt }) => {
      const changed = detection.reduce(
        (rules, { threshold, value }) => withValue(rules, threshold.split('.'), { id, value }),
        policy as unknown as Node,
      ) as unknown as DetectionPolicy;
      const { fusion } = changed;
      const elevated = { ...fusion, prior: fusion.prior + fusion.elevatedRisk };
      return { startsAt, endsAt, countries, policy: { ...changed, fusion: elevated } };
    });
}

interface Node {
  readonly [name: string]: unknown;
}

/** A copy with one number changed. @throws ShieldError when there is no such number */
function withValue(
  node: Node,
  [name = '', ...rest]: readonly string[],
  to: { readonly id: string; readonly value: number },
): Node {
  const child = node[name];
  if (rest.length === 0 && typeof child === 'number') return { ...node, [name]: to.value };
  if (rest.length === 0 || typeof child !== 'object' || child === null) {
    throw new ShieldError('config.invalid', { detail: `crises/${to.id}: no threshold ${name}` });
  }
  return { ...node, [name]: withValue(child as Node, rest, to) };
}
