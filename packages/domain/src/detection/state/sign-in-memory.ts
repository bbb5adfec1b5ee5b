import type { EventRef, TargetingEvent } from '@hrd-shield/contracts';
import { hash32 } from '../statistics/hash.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Values of one sign-in attribute that are remembered; beyond it the rarest leaves. */
export const VALUES_MAX = 12;
/** Steps of the last day that a sequence is read from. */
export const STEPS_MAX = 32;
/** Risky sign-ins that wait a day before their circumstances count as known. */
export const QUARANTINE_MAX = 4;

export const ATTRIBUTES = ['device', 'network', 'country', 'agent'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** Hashes of the circumstances of one sign-in; 0 when missing. */
export type Circumstances = Readonly<Record<Attribute, number>>;

export interface Place {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
}

/** What happened to the account; the order is frozen. */
export const STEP_KINDS = [
  'login',
  'failure',
  'reset',
  'password',
  'mfa',
  'recovery',
  'oauth-wide',
  'export',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** One step with how unlike the account's habits its circumstances are. */
export interface SignInStep {
  readonly ref: EventRef;
  readonly at: number;
  readonly kind: StepKind;
  /** Likelihood ratio P(circumstances) / P(circumstances | user); 1 when nothing is known. */
  readonly ratio: number;
  /** Slots of campaigns that count this step, as bits. */
  campaigns: number;
}

/** Habits of signing in and the account's steps of the last day. Bound: 2 KiB. */
export interface SignInMemory {
  /** Per attribute: [hash, times] of known values. */
  readonly known: Readonly<Record<Attribute, [number, number][]>>;
  signIns: number;
  place: Place | undefined;
  readonly quarantine: { readonly at: number; readonly circumstances: Circumstances }[];
  readonly steps: SignInStep[];
  /** Defenders whom one line tried, as a hint said, and when; 0 when there was none. */
  spray: { readonly targets: number; readonly at: number };
}

export function newSignInMemory(): SignInMemory {
  return {
    known: { device: [], network: [], country: [], agent: [] },
    signIns: 0,
    place: undefined,
    quarantine: [],
    steps: [],
    spray: { targets: 0, at: 0 },
  };
}

/** Takes the word that one line tries the sign-in of several defenders. */
export function noteSpray(memory: SignInMemory, targets: number, atMs: number): void {
  memory.spray = { targets, at: atMs };
}

export function circumstancesOf(signIn: TargetingEvent['signIn']): Circumstances {
  return {
    device: hashOrNone(signIn?.deviceHash),
    network: hashOrNone(signIn?.networkHash),
    country: hashOrNone(signIn?.country),
    agent: hashOrNone(signIn?.userAgentFamily),
  };
}

function hashOrNone(value: string | undefined): number {
  return value === undefined ? 0 : hash32(value);
}

/** Times a value was seen in trusted sign-ins. */
export function timesKnown(memory: SignInMemory, attribute: Attribute, hash: number): number {
  return memory.known[attribute].find(([value]) => value === hash)?.[1] ?? 0;
}

/** Takes the circumstances of a trusted sign-in into the habits. */
export function learnSignIn(memory: SignInMemory, circumstances: Circumstances): void {
  memory.signIns += 1;
  for (const attribute of ATTRIBUTES) {
    const hash = circumstances[attribute];
    if (hash === 0) continue;
    const values = memory.known[attribute];
    const known = values.find(([value]) => value === hash);
    if (known !== undefined) {
      known[1] += 1;
      continue;
    }
    if (values.length >= VALUES_MAX) {
      values.sort((a, b) => b[1] - a[1]);
      values.pop();
    }
    values.push([hash, 1]);
  }
}

export function quarantine(memory: SignInMemory, at: number, circumstances: Circumstances): void {
  memory.quarantine.push({ at, circumstances });
  if (memory.quarantine.length > QUARANTINE_MAX) memory.quarantine.shift();
}

export function addStep(memory: SignInMemory, step: SignInStep): void {
  memory.steps.push(step);
  if (memory.steps.length > STEPS_MAX) memory.steps.shift();
}

export function expireSteps(memory: SignInMemory, sinceMs: number): void {
  while (memory.steps[0] !== undefined && memory.steps[0].at <= sinceMs) memory.steps.shift();
}

export function writeSignInMemory(out: ByteWriter, memory: SignInMemory): void {
  for (const attribute of ATTRIBUTES) {
    out.u8(memory.known[attribute].length);
    for (const [hash, times] of memory.known[attribute]) {
      out.u32(hash);
      out.varint(times);
    }
  }
  out.varint(memory.signIns);
  out.varint(memory.spray.targets);
  out.varint(memory.spray.at);
  out.u8(memory.place === undefined ? 0 : 1);
  if (memory.place !== undefined) {
    out.varint(memory.place.at);
    out.f64(memory.place.latitude);
    out.f64(memory.place.longitude);
  }
  out.u8(memory.quarantine.length);
  for (const { at, circumstances } of memory.quarantine) {
    out.varint(at);
    for (const attribute of ATTRIBUTES) out.u32(circumstances[attribute]);
  }
  out.u8(memory.steps.length);
  for (const step of memory.steps) {
    out.id(step.ref);
    out.varint(step.at);
    out.u8(STEP_KINDS.indexOf(step.kind));
    out.f64(step.ratio);
    out.u16(step.campaigns);
  }
}

export function readSignInMemory(input: ByteReader): SignInMemory {
  const memory = newSignInMemory();
  for (const attribute of ATTRIBUTES) {
    const length = input.u8();
    for (let i = 0; i < length; i += 1) {
      memory.known[attribute].push([input.u32(), input.varint()]);
    }
  }
  memory.signIns = input.varint();
  memory.spray = { targets: input.varint(), at: input.varint() };
  if (input.u8() === 1) {
    memory.place = { at: input.varint(), latitude: input.f64(), longitude: input.f64() };
  }
  const waiting = input.u8();
  for (let i = 0; i < waiting; i += 1) {
    const at = input.varint();
    const circumstances = {
      device: input.u32(),
      network: input.u32(),
      country: input.u32(),
      agent: input.u32(),
    };
    memory.quarantine.push({ at, circumstances });
  }
  const steps = input.u8();
  for (let i = 0; i < steps; i += 1) {
    memory.steps.push({
      ref: input.id('e') as EventRef,
      at: input.varint(),
      kind: STEP_KINDS[input.u8()] ?? 'login',
      ratio: input.f64(),
      campaigns: input.u16(),
    });
  }
  return memory;
}
