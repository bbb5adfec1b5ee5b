import { type DefenderRef, ShieldError } from '@hrd-shield/contracts';
import type { Designation, DesignationChange } from '@hrd-shield/pipeline';
import type { RegistryDeps } from './import-designations.ts';

type ChangeDeps = Pick<RegistryDeps, 'store' | 'clock'>;

/**
 * Ends the designation because the defender withdrew consent. Final: a later consent is a new
 * designation with another reference. Doing it again changes nothing.
 * @throws ShieldError `designation.unknown`
 */
export function withdrawDesignation(ref: DefenderRef, deps: ChangeDeps): Promise<Designation> {
  return change(ref, deps, (current) =>
    current.state === 'withdrawn'
      ? undefined
      : { act: 'withdrawn', state: 'withdrawn', endReason: 'withdrawn', erase: false },
  );
}

/** Stops processing until resumed. @throws ShieldError `designation.unknown` */
export function pauseDesignation(ref: DefenderRef, deps: ChangeDeps): Promise<Designation> {
  return change(ref, deps, (current) =>
    current.state === 'active'
      ? { act: 'paused', state: 'paused', endReason: null, erase: false }
      : undefined,
  );
}

/** Goes on after a pause. @throws ShieldError `designation.unknown` */
export function resumeDesignation(ref: DefenderRef, deps: ChangeDeps): Promise<Designation> {
  return change(ref, deps, (current) =>
    current.state === 'paused'
      ? { act: 'resumed', state: 'active', endReason: null, erase: false }
      : undefined,
  );
}

async function change(
  ref: DefenderRef,
  deps: ChangeDeps,
  decide: (current: Designation) => DesignationChange | undefined,
): Promise<Designation> {
  const changed = await deps.store.change(ref, decide, deps.clock.now());
  if (changed === undefined) throw new ShieldError('designation.unknown', { context: { ref } });
  return changed;
}
