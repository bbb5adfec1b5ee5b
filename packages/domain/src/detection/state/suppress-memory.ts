import type { EventRef } from '@hrd-shield/contracts';
import type { Answer } from './actor-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Newest signals of dislike that are kept: a sample of a wave. */
const SIGNALS_MAX = 40;
/** What is usual is kept in steps, so that a frozen state goes on as it was. */
const USUAL_STEP = 1 / 256;
const DAY_MS = 86_400_000;

/** One signal that asks to show the defender less. */
export interface SuppressSignal {
  readonly ref: EventRef;
  readonly actor: number;
  readonly at: number;
  /** The actor had seen what it disliked. */
  readonly viewed: Answer;
  campaigns: number;
}

/** Signals of the last day, how many there were, and how many are usual in a day. */
export interface SuppressMemory {
  readonly kept: SuppressSignal[];
  /** Signals of the day since the epoch that is being counted. */
  day: number;
  dayCount: number;
  /** Usual signals a day, fading, and the days that were learnt. */
  usual: number;
  days: number;
}

export function newSuppressMemory(): SuppressMemory {
  return { kept: [], day: 0, dayCount: 0, usual: 0, days: 0 };
}

export function addSuppressSignal(
  memory: SuppressMemory,
  signal: Omit<SuppressSignal, 'campaigns'>,
): void {
  if (memory.kept.length >= SIGNALS_MAX) memory.kept.shift();
  memory.kept.push({ ...signal, campaigns: 0 });
  memory.dayCount += 1;
}

/**
 * Learns days that closed; a wave counts as no more than `growthMax` usual days.
 * @param daysKept days that what is usual looks back on
 */
export function learnSuppressDays(
  memory: SuppressMemory,
  nowMs: number,
  rules: { readonly daysKept: number; readonly growthMax: number },
  isAlert: boolean,
): void {
  const today = Math.floor(nowMs / DAY_MS);
  if (memory.day === 0) memory.day = today;
  if (today <= memory.day) return;
  const closed = Math.min(rules.daysKept, today - memory.day);
  for (let i = 0; i < closed; i += 1) {
    const seen = i === 0 && !isAlert ? memory.dayCount : 0;
    const bounded = Math.min(seen, Math.max(1, memory.usual * rules.growthMax));
    memory.days = Math.min(rules.daysKept, memory.days + 1);
    const moved = memory.usual + (bounded - memory.usual) / memory.days;
    memory.usual = Math.round(moved / USUAL_STEP) * USUAL_STEP;
  }
  memory.day = today;
  memory.dayCount = 0;
}

export function expireSuppressSignals(memory: SuppressMemory, sinceMs: number): void {
  const { kept } = memory;
  if (kept.length === 0 || !kept.some((signal) => signal.at <= sinceMs)) return;
  kept.splice(0, kept.length, ...kept.filter((signal) => signal.at > sinceMs));
}

export function writeSuppressMemory(out: ByteWriter, memory: SuppressMemory): void {
  out.varint(memory.day);
  out.varint(memory.dayCount);
  out.varint(Math.round(memory.usual / USUAL_STEP));
  out.varint(memory.days);
  out.u8(memory.kept.length);
  for (const signal of memory.kept) {
    out.id(signal.ref);
    out.u48(signal.actor);
    out.varint(signal.at);
    out.u8(signal.viewed);
    out.u16(signal.campaigns);
  }
}

export function readSuppressMemory(input: ByteReader): SuppressMemory {
  const [day, dayCount] = [input.varint(), input.varint()];
  const [usual, days] = [input.varint() * USUAL_STEP, input.varint()];
  const kept = Array.from({ length: input.u8() }, () => ({
    ref: input.id('e') as EventRef,
    actor: input.u48(),
    at: input.varint(),
    viewed: input.u8() as Answer,
    campaigns: input.u16(),
  }));
  return { kept, day, dayCount, usual, days };
}
