import type { EventRef } from '@hrd-shield/contracts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Newest follows, reposts and reactions that are kept: a sample of a flood. */
const AMPLIFY_MAX = 32;

export interface AmplifyAct {
  readonly ref: EventRef;
  readonly actor: number;
  readonly at: number;
  campaigns: number;
}

export function addAmplify(acts: AmplifyAct[], act: Omit<AmplifyAct, 'campaigns'>): void {
  if (acts.length >= AMPLIFY_MAX) acts.shift();
  acts.push({ ...act, campaigns: 0 });
}

export function expireAmplify(acts: AmplifyAct[], sinceMs: number): void {
  if (acts.length === 0 || !acts.some((act) => act.at <= sinceMs)) return;
  acts.splice(0, acts.length, ...acts.filter((act) => act.at > sinceMs));
}

export function writeAmplify(out: ByteWriter, acts: readonly AmplifyAct[]): void {
  out.u8(acts.length);
  for (const act of acts) {
    out.id(act.ref);
    out.u48(act.actor);
    out.varint(act.at);
    out.u16(act.campaigns);
  }
}

export function readAmplify(input: ByteReader): AmplifyAct[] {
  return Array.from({ length: input.u8() }, () => ({
    ref: input.id('e') as EventRef,
    actor: input.u48(),
    at: input.varint(),
    campaigns: input.u16(),
  }));
}
