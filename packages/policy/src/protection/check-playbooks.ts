import type { MeasureRules } from './measure-rules.ts';
import type { PlaybookRules, ResponseRules, StepsRules } from './protection-rules.ts';

interface Rules {
  readonly catalogue: MeasureRules;
  readonly response: ResponseRules;
  readonly playbooks: readonly PlaybookRules[];
}

/**
 * What is wrong with playbooks beyond their shape, in words; empty when they fit the catalogue.
 *
 * @source response notes, section 1: the defender is told at once; nothing automatic that only a
 *   person may do; a person can always keep and always undo
 */
export function checkPlaybooks({ catalogue, response, playbooks }: Rules): readonly string[] {
  const all = [
    ...playbooks.map(({ threat, steps }) => ({ name: threat as string, steps })),
    { name: 'fallback', steps: response.fallback },
  ];
  return [
    ...all.flatMap((each) => checkSteps(catalogue, each.name, each.steps)),
    ...unused(catalogue, all),
  ];
}

function checkSteps(catalogue: MeasureRules, name: string, steps: StepsRules): readonly string[] {
  const wrong: string[] = [];
  const standing = new Set<string>();
  for (const tier of ['watch', 'guard', 'shield'] as const) {
    const step = steps[tier];
    if (step === undefined) continue;
    const entries = catalogue.measures.filter(({ id }) => step.measures.includes(id));
    for (const { id, automaticAt } of entries) {
      if (automaticAt === 'never') wrong.push(`${name}: only a person may ask for ${id}`);
      standing.add(id);
    }
    const isTold = catalogue.measures.some(({ id, tells }) => tells && standing.has(id));
    if (entries.length > 0 && !isTold) wrong.push(`${name}: nobody tells the defender at ${tier}`);
    const effects = step.task?.options.map(({ effect }) => effect) ?? ['keep', 'lift'];
    for (const needed of ['keep', 'lift'] as const) {
      if (!effects.includes(needed)) wrong.push(`${name}: no option of ${tier} can ${needed}`);
    }
    if (step.dueMinutes !== undefined && !hasTaskBelow(steps, tier)) {
      wrong.push(`${name}: ${tier} has a time but no tier below has a task`);
    }
  }
  return wrong;
}

function hasTaskBelow(steps: StepsRules, tier: 'watch' | 'guard' | 'shield'): boolean {
  const order = ['watch', 'guard', 'shield'] as const;
  return order.slice(0, order.indexOf(tier)).some((below) => steps[below]?.task !== undefined);
}

/** A measure that no playbook and no other measure leads to protects nobody. */
function unused(
  catalogue: MeasureRules,
  all: readonly { readonly steps: StepsRules }[],
): readonly string[] {
  const used = new Set([
    ...all.flatMap(({ steps }) =>
      Object.values(steps).flatMap((step) => [
        ...(step?.measures ?? []),
        ...(step?.task?.options.flatMap((option) => option.measures ?? []) ?? []),
      ]),
    ),
    ...catalogue.measures.flatMap(({ successor }) => successor ?? []),
  ]);
  return catalogue.measures
    .filter(({ id }) => !used.has(id))
    .map(({ id }) => `no playbook leads to ${id}`);
}
