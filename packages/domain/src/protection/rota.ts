import { CLEARANCES, type Clearance, type CoverageGap } from '@hrd-shield/contracts/pure';

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** A desk that speaks or knows everything, such as an on-call line with interpreters. */
const ANY = '*';

/** People of one desk: never persons, always what somebody there can do. */
export interface RotaDesk {
  readonly id: string;
  /** BCP 47 primary tags, or `*`. */
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  readonly clearance: Clearance;
  /** People on a shift. */
  readonly seats: number;
  /** Hours of the day in UTC, from 0 to 24; over midnight when `from` is later than `to`. */
  readonly hours: { readonly from: number; readonly to: number };
}

/** Who hears at a rung of the ladder. */
export interface RotaRung {
  readonly rung: string;
  readonly desks: readonly string[];
  /** Rung that hears in its place while none of its desks is there. */
  readonly fallback?: string;
}

/** Who decides when: desks with their hours, and the rungs of the ladder. */
export interface Rota {
  /** In the order in which they are asked. */
  readonly desks: readonly RotaDesk[];
  readonly rungs: readonly RotaRung[];
  /** Desk that takes what no other can; told as a coverage gap each time. */
  readonly fallback?: string;
  /** Raw abusive texts that one person is shown in a shift before tasks go elsewhere. */
  readonly exposurePerShift?: number;
}

/** What a task asks of whoever takes it. */
export interface TaskNeeds {
  readonly language?: string;
  readonly skill?: string;
  readonly clearance: Clearance;
  /** Coded words with which a conflict of interest can exist. */
  readonly conflicts: readonly string[];
  /** Different people that it can take. */
  readonly people: number;
}

/** Where a task goes; no desk where none is on shift and no fallback is declared. */
export interface Route {
  readonly desk?: string;
  readonly gaps: readonly CoverageGap[];
}

/**
 * Finds the desk of a task: the first on shift that has language, skill and clearance together,
 * else the declared fallback. Whatever was missing is named.
 *
 * @param at epoch ms
 * @param avoid a desk that has passed it on; it is taken again only when nobody else is there
 * @source response notes, section 3
 */
export function routeTask(rota: Rota, needs: TaskNeeds, at: number, avoid?: string): Route {
  const onShift = rota.desks.filter((desk) => isOnShift(desk, at));
  const fitting = onShift.filter((desk) => fits(desk, needs));
  const next = fitting.find((desk) => desk.id !== avoid) ?? fitting[0];
  if (next !== undefined) return { desk: next.id, gaps: approverGap(rota, needs, fitting) };
  const gaps = missing(onShift, needs);
  return rota.fallback === undefined
    ? { gaps: [...gaps, 'no-desk'] }
    : { desk: rota.fallback, gaps };
}

/** The rung that hears: itself, or its fallback while none of its desks is there. */
export function rungThatHears(rota: Rota, rung: string, at: number): string {
  const found = rota.rungs.find((each) => each.rung === rung);
  if (found?.fallback === undefined) return rung;
  const isThere = rota.desks.some((desk) => found.desks.includes(desk.id) && isOnShift(desk, at));
  return isThere ? rung : found.fallback;
}

/**
 * Whether the desk is there at this moment (epoch ms); hours are of the day in UTC, over midnight
 * too.
 */
export function isOnShift({ hours: { from, to } }: RotaDesk, at: number): boolean {
  const hour = (at / HOUR_MS) % HOURS;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

function fits(desk: RotaDesk, needs: TaskNeeds): boolean {
  return (
    has(desk.languages, needs.language) &&
    has(desk.skills, needs.skill) &&
    isCleared(desk.clearance, needs.clearance)
  );
}

/** Whether one of the list, or `*`, serves what is needed. */
export function has(list: readonly string[], needed: string | undefined): boolean {
  return needed === undefined || list.includes(needed) || list.includes(ANY);
}

/** Whether somebody may see what needs this clearance, in the order of `CLEARANCES`. */
export function isCleared(held: Clearance, needed: Clearance): boolean {
  return CLEARANCES.indexOf(held) >= CLEARANCES.indexOf(needed);
}

function approverGap(
  rota: Rota,
  needs: TaskNeeds,
  fitting: readonly RotaDesk[],
): readonly CoverageGap[] {
  const seats = fitting.reduce((sum, desk) => sum + desk.seats, 0);
  return seats >= needs.people || rota.fallback !== undefined ? [] : ['second-approver'];
}

function missing(onShift: readonly RotaDesk[], needs: TaskNeeds): readonly CoverageGap[] {
  const gaps: CoverageGap[] = [];
  if (!onShift.some((desk) => has(desk.languages, needs.language))) gaps.push('language');
  if (!onShift.some((desk) => has(desk.skills, needs.skill))) gaps.push('skill');
  if (!onShift.some((desk) => isCleared(desk.clearance, needs.clearance))) gaps.push('clearance');
  return gaps.length === 0 ? ['combination'] : gaps;
}
