import type { DefenderRef, ResponderRef } from '@hrd-shield/contracts';
import type { ProtectionClient, TaskDesk, TaskPrincipal } from '@hrd-shield/temporal';

/** A person who takes the open task of a defender. */
export interface Responder {
  claim(ref: DefenderRef): Promise<void>;
  /** @param how whether what stands is kept or lifted */
  decide(ref: DefenderRef, how: 'keep' | 'lift'): Promise<void>;
}

const WHO: TaskPrincipal = {
  responder: 'r_responderOfTheFaults00' as ResponderRef,
  role: 'responder',
  scripted: true,
  languages: ['*'],
  skills: ['*'],
  clearance: 'critical',
  conflicts: [],
};

/** @throws RangeError while the task is not where a person would find it */
export function createResponder(
  protection: Pick<ProtectionClient, 'view'>,
  desk: Pick<TaskDesk, 'claim' | 'decide'>,
): Responder {
  const taskOf = async (ref: DefenderRef) => {
    const view = await protection.view(ref);
    const task = view?.tasks.find(({ state }) => state !== 'decided');
    if (task === undefined) throw new RangeError('there is no open task');
    return task;
  };
  const claim = async (ref: DefenderRef): Promise<void> => {
    const answer = await desk.claim(WHO, (await taskOf(ref)).id);
    if (!answer.ok) throw new RangeError(`the claim is refused: ${answer.code}`);
  };
  return {
    claim,
    decide: async (ref, how) => {
      if ((await taskOf(ref)).state !== 'claimed') await claim(ref);
      const { evidenceVersion, id, options } = await taskOf(ref);
      const option = options.find((one) => one.includes(how)) ?? '';
      const answer = await desk.decide(WHO, {
        task: id,
        option,
        verdict: how === 'keep' ? 'confirmed' : 'rejected',
        reasons: ['other'],
        evidenceVersion,
      });
      if (!answer.ok) throw new RangeError(`the decision is refused: ${answer.code}`);
    },
  };
}
