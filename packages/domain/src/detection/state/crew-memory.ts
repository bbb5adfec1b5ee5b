import type { TargetingHint } from '@hrd-shield/contracts';
import { actorKey } from './actor-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Actors of crews that are remembered. */
const CREW_MAX = 64;
const CREW_IDLE_MAX = 8;
const TARGETS_MAX = 255;

/** An actor who hit other defenders together with others, as a hint said. */
export interface CrewMember {
  readonly actor: number;
  /** Other defenders hit, at most 255. */
  readonly targets: number;
  readonly at: number;
}

/** Takes a hint: the newest word about an actor counts, the oldest actors make room. */
export function addCrew(crew: CrewMember[], hint: TargetingHint): void {
  for (const { actor, targets } of hint.crew) {
    const key = actorKey(actor);
    const known = crew.findIndex((member) => member.actor === key);
    if (known >= 0) crew.splice(known, 1);
    if (crew.length >= CREW_MAX) crew.shift();
    crew.push({ actor: key, targets: Math.min(TARGETS_MAX, targets), at: hint.at });
  }
}

export function expireCrew(crew: CrewMember[], sinceMs: number): void {
  if (crew.length === 0 || !crew.some((member) => member.at <= sinceMs)) return;
  crew.splice(0, crew.length, ...crew.filter((member) => member.at > sinceMs));
}

export function trimCrew(crew: CrewMember[]): void {
  crew.splice(0, Math.max(0, crew.length - CREW_IDLE_MAX));
}

export function writeCrew(out: ByteWriter, crew: readonly CrewMember[]): void {
  out.u8(crew.length);
  for (const member of crew) {
    out.u48(member.actor);
    out.u8(member.targets);
    out.varint(member.at);
  }
}

export function readCrew(input: ByteReader): CrewMember[] {
  return Array.from({ length: input.u8() }, () => ({
    actor: input.u48(),
    targets: input.u8(),
    at: input.varint(),
  }));
}
