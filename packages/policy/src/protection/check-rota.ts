import {
  has,
  hasRoom,
  isCleared,
  isOnShift,
  type ProtectionPolicy,
  type Rota,
  type TaskSpec,
} from '@hrd-shield/domain/protection';

const HOURS = 24;
const HOUR_MS = 3_600_000;
const EVERY_HOUR = Array.from({ length: HOURS }, (_, hour) => hour * HOUR_MS);

/**
 * What is wrong with a rota for this policy, in words; nothing when every rung is heard at every
 * hour and every option for two people finds two, or a fallback is declared.
 *
 * @source response notes, section 3
 */
export function faultsOfRota(
  policy: Omit<ProtectionPolicy, 'hash'> & { readonly rota: Rota },
): readonly string[] {
  const { rota } = policy;
  return [
    ...repeats(
      'desk',
      rota.desks.map(({ id }) => id),
    ),
    ...repeats(
      'rung',
      rota.rungs.map(({ rung }) => rung),
    ),
    ...unknownNames(rota),
    ...[...policy.ladder, ...(policy.dangerLadder ?? [])].flatMap(({ rung }) =>
      faultsOfRung(rota, rung),
    ),
    ...tasksOf(policy).flatMap((task) => faultsOfApprovers(rota, task)),
    ...(policy.priority === undefined || hasRoom(policy.priority)
      ? []
      : ['priority: a flood of late minor tasks could come before a critical one']),
  ];
}

function repeats(what: string, names: readonly string[]): readonly string[] {
  const repeated = names.filter((name, i) => names.indexOf(name) !== i);
  return repeated.map((name) => `rota: the ${what} ${name} is defined twice`);
}

function unknownNames(rota: Rota): readonly string[] {
  const desks = new Set(rota.desks.map(({ id }) => id));
  const rungs = new Set(rota.rungs.map(({ rung }) => rung));
  return [
    ...[
      ...rota.rungs.flatMap((each) => each.desks),
      ...(rota.fallback === undefined ? [] : [rota.fallback]),
    ]
      .filter((id) => !desks.has(id))
      .map((id) => `rota: no desk is called ${id}`),
    ...rota.rungs
      .flatMap(({ fallback }) => fallback ?? [])
      .filter((rung) => !rungs.has(rung))
      .map((rung) => `rota: no rung is called ${rung}`),
  ];
}

function faultsOfRung(rota: Rota, name: string): readonly string[] {
  const found = rota.rungs.find(({ rung }) => rung === name);
  if (found === undefined) return [`rota: the ladder has a rung ${name} that nobody holds`];
  const empty = EVERY_HOUR.filter((at) => !isHeld(rota, name, at));
  if (empty.length === 0) return [];
  const { fallback } = found;
  if (fallback === undefined) {
    return [`rota: nobody holds ${name} at ${hoursOf(empty)}, and no fallback is declared`];
  }
  const still = empty.filter((at) => !isHeld(rota, fallback, at));
  return still.length === 0
    ? []
    : [`rota: nobody holds ${name} at ${hoursOf(still)}, nor its fallback ${fallback}`];
}

function isHeld(rota: Rota, name: string, at: number): boolean {
  const desks = rota.rungs.find(({ rung }) => rung === name)?.desks ?? [];
  return rota.desks.some((desk) => desks.includes(desk.id) && isOnShift(desk, at));
}

function hoursOf(times: readonly number[]): string {
  return times.map((at) => `${at / HOUR_MS}:00`).join(', ');
}

function tasksOf(policy: Omit<ProtectionPolicy, 'hash'>): readonly TaskSpec[] {
  const steps = [...Object.values(policy.playbooks), policy.fallback].flatMap((playbook) =>
    Object.values(playbook.steps),
  );
  return [policy.escalation, ...steps.flatMap(({ task }) => task ?? [])];
}

function faultsOfApprovers(rota: Rota, task: TaskSpec): readonly string[] {
  if (rota.fallback !== undefined) return [];
  const people = Math.max(1, ...task.options.map(({ approvals }) => approvals ?? 1));
  const short = EVERY_HOUR.filter((at) => {
    const able = rota.desks.filter(
      (desk) =>
        isOnShift(desk, at) &&
        has(desk.skills, task.skill) &&
        isCleared(desk.clearance, task.clearance ?? 'standard'),
    );
    return able.reduce((sum, desk) => sum + desk.seats, 0) < people;
  });
  if (short.length === 0) return [];
  const who = people === 1 ? 'nobody' : `fewer than ${people} people`;
  return [
    `rota: ${who} can decide ${task.question} at ${hoursOf(short)}, and no fallback is declared`,
  ];
}
