import type { DecisionRow } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import { actIn } from './evolve-task.ts';
import type { ProtectionFact } from './facts.ts';

type Said = Pick<DecisionRow, 'act' | 'reason'> & Partial<DecisionRow>;

/** What people did in one decision, as it is kept: who, why, on what they saw, under which rules. */
export function decisionRows(
  around: Around,
  facts: readonly ProtectionFact[],
): readonly DecisionRow[] {
  return facts.flatMap((fact): DecisionRow[] => {
    if (!fact.kind.startsWith('task.') || fact.kind === 'task.opened') return [];
    const taskFact = fact as Parameters<typeof actIn>[0];
    const act = actIn(taskFact);
    const said = saidIn(taskFact);
    const task = act && (around.after.tasks[act.task] ?? around.before.tasks[act.task]);
    if (act === undefined || said === undefined || task === undefined) return [];
    return [
      {
        task: task.id,
        ordinal: (task.acts ?? 1) - 1,
        defender: around.after.defender,
        responder: act.responder,
        scripted: act.scripted,
        policyHash: around.policy.hash,
        evidenceVersion: task.evidenceVersion,
        at: fact.at,
        ...said,
      },
    ];
  });
}

function saidIn(fact: Parameters<typeof actIn>[0]): Said | undefined {
  switch (fact.kind) {
    case 'task.decided':
    case 'task.approved': {
      const { evidenceVersion, note, option, reason, shownHash, verdict } = fact.decision;
      return {
        act: fact.kind === 'task.decided' ? 'decided' : 'approved',
        option,
        verdict,
        reason,
        evidenceVersion,
        ...(note === undefined ? {} : { note }),
        ...(shownHash === undefined ? {} : { shownHash }),
      };
    }
    case 'task.undone':
      return { act: 'undone', reason: fact.undo.reasons.join(',') };
    case 'task.contacted':
      return withNote({ act: 'contacted', reason: fact.contact.channel }, fact.contact.note);
    case 'task.handed-over':
      return withNote({ act: 'handed-over', reason: 'hand-over' }, fact.handOver.note);
    case 'task.passed':
      return { act: 'passed', reason: fact.pass.reason };
    default:
      return undefined;
  }
}

function withNote(said: Said, note: DecisionRow['note'] | undefined): Said {
  return note === undefined ? said : { ...said, note };
}
