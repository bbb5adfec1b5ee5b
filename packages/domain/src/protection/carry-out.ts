import { unreachable } from '@hrd-shield/contracts/pure';
import { askLift, ensureMeasure, releaseCase, renewMeasure, specOf } from './measures.ts';
import type { TaskOption } from './policy.ts';
import { isInForce, type MeasureInstance, measuresOf, type TaskState } from './state.ts';
import type { Turn } from './turn.ts';

/** Does what the option of a task says. */
export function carryOut(turn: Turn, task: TaskState, option: TaskOption): void {
  switch (option.effect) {
    case 'keep':
      keepMeasures(turn, task);
      return;
    case 'lift':
      ruleOut(turn, task);
      return;
    case 'apply':
      keepMeasures(turn, task);
      for (const measure of option.measures ?? []) ensureMeasure(turn, task.case, measure, false);
      return;
    case 'retry':
      putInPlace(turn, task, task.measure);
      return;
    case 'replace':
      putInPlace(
        turn,
        task,
        task.measure === undefined ? undefined : specOf(turn, task.measure).successor,
      );
      return;
    case 'note':
      return;
    default:
      unreachable(option.effect);
  }
}

function measuresNeededBy(turn: Turn, task: TaskState): readonly MeasureInstance[] {
  return measuresOf(turn.state()).filter(
    (each) => isInForce(each) && each.neededBy.includes(task.case),
  );
}

function keepMeasures(turn: Turn, task: TaskState): void {
  const forCase = turn.state().cases[task.case];
  if (forCase === undefined) return;
  for (const instance of measuresNeededBy(turn, task)) {
    renewMeasure(turn, instance, forCase, specOf(turn, instance.measure));
  }
}

function ruleOut(turn: Turn, task: TaskState): void {
  const forCase = turn.state().cases[task.case];
  if (forCase === undefined) return;
  turn.record({ kind: 'case.ruled-out', case: forCase.id, tier: forCase.tier });
  releaseCase(turn, forCase.id, 'released');
}

/** Asks for a measure anew; what may still be on of the earlier one is lifted by its own clock. */
function putInPlace(turn: Turn, task: TaskState, measure: string | undefined): void {
  if (measure === undefined || turn.state().cases[task.case] === undefined) return;
  const unverified = measuresNeededBy(turn, task).find(
    (each) => each.measure === task.measure && each.state !== 'verified',
  );
  if (unverified !== undefined) askLift(turn, unverified, 'not-in-force');
  ensureMeasure(turn, task.case, measure, false);
}
