import type { ContactHours, NoticeKind } from '@hrd-shield/contracts/pure';

/** Every time zone's offset is a multiple of this, ms. */
const STEP_MS = 15 * 60_000;
/** A day and an hour that the clocks were turned back. */
const STEPS_MAX = 25 * 4;

/**
 * When a notice to a defender may leave: now within their hours or where they consented to this
 * kind at any hour, else when the hours begin. Hours that a change of the clocks leaves out begin
 * with the first moment after it.
 *
 * @param at epoch ms
 * @returns epoch ms, never before `at`
 * @source ecosystem notes, S7: safe hours in their zone
 */
export function noticeLeavesAt(
  hours: ContactHours | undefined,
  kind: NoticeKind,
  at: number,
): number {
  if (hours === undefined || hours.urgent.includes(kind)) return at;
  const local = new Intl.DateTimeFormat('en', {
    timeZone: hours.zone,
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const isSafe = (moment: number): boolean => isWithin(hours, Number(local.format(moment)));
  if (isSafe(at)) return at;
  const next = Math.ceil(at / STEP_MS) * STEP_MS;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (isSafe(next + step * STEP_MS)) return next + step * STEP_MS;
  }
  return next + STEPS_MAX * STEP_MS;
}

function isWithin({ from, to }: ContactHours, hour: number): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
