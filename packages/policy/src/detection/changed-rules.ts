import { ShieldError } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import type { ThresholdChange } from '../threshold-changes.ts';

/**
 * The same rules with other numbers.
 * @param where the file that asks for them, for the error
 * @throws ShieldError `config.invalid` when there is no such number
 */
export function changedRules(
  policy: DetectionPolicy,
  changes: readonly ThresholdChange[],
  where: string,
): DetectionPolicy {
  return changes.reduce(
    (rules, { threshold, value }) => withValue(rules, threshold.split('.'), { where, value }),
    policy as unknown as Node,
  ) as unknown as DetectionPolicy;
}

interface Node {
  readonly [name: string]: unknown;
}

function withValue(
  node: Node,
  [name = '', ...rest]: readonly string[],
  to: { readonly where: string; readonly value: number },
): Node {
  const child = node[name];
  if (rest.length === 0 && typeof child === 'number') return { ...node, [name]: to.value };
  if (rest.length === 0 || typeof child !== 'object' || child === null) {
    throw new ShieldError('config.invalid', { detail: `${to.where}: no threshold ${name}` });
  }
  return { ...node, [name]: withValue(child as Node, rest, to) };
}
