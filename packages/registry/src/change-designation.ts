import { type DefenderRef, type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { decideRegistry, type RegistryAsk, type RegistryLife } from '@hrd-shield/domain/registry';
import type { Clock, LifeStore } from '@hrd-shield/pipeline';
import { OWN_PARTIES } from './own-parties.ts';
import { type TurnDeps, turnOf } from './turn-of.ts';

/** What a change by the defender's own word needs: no key, so it works while keys are away. */
export interface ChangeDeps extends TurnDeps {
  readonly lives: LifeStore;
  readonly clock: Clock;
}

/**
 * Stops a designation because the defender withdrew consent. A later consent is a new designation
 * with another reference. Doing it again changes nothing.
 * @throws ShieldError `designation.unknown` | `designation.in-custody`
 */
export function withdrawDesignation(ref: DefenderRef, deps: ChangeDeps): Promise<RegistryLife> {
  return change(ref, { kind: 'withdraw', isDuress: false }, deps);
}

/** Stops processing until resumed. @throws ShieldError `designation.unknown` */
export function pauseDesignation(ref: DefenderRef, deps: ChangeDeps): Promise<RegistryLife> {
  return change(ref, { kind: 'pause' }, deps);
}

/** Goes on after a pause. @throws ShieldError `designation.unknown` */
export function resumeDesignation(ref: DefenderRef, deps: ChangeDeps): Promise<RegistryLife> {
  return change(ref, { kind: 'resume' }, deps);
}

type OwnAct =
  | { readonly kind: 'withdraw'; readonly isDuress: false }
  | { readonly kind: 'pause' | 'resume' };

async function change(ref: DefenderRef, act: OwnAct, deps: ChangeDeps): Promise<RegistryLife> {
  const at = deps.clock.now();
  let refusal: ErrorCode | undefined;
  const changed = await deps.lives.change(
    ref,
    async (life, parts) => {
      const ask: RegistryAsk = { ...act, at, by: OWN_PARTIES.defender };
      const answer = decideRegistry(life, ask, deps.policy);
      refusal = answer.ok ? undefined : answer.code;
      if (!answer.ok) return undefined;
      const moment = { at, hasOpenCase: false, upSince: at };
      return turnOf({ life, facts: answer.facts, moment, parts }, deps);
    },
    at,
  );
  if (changed === undefined || changed === 'exists')
    throw new ShieldError('designation.unknown', { context: { ref } });
  // What is so already is no fault.
  if (refusal !== undefined && refusal !== 'designation.wrong-state') {
    throw new ShieldError(refusal, { context: { ref } });
  }
  return changed;
}
