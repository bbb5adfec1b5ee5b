import type { ErrorCode } from '@hrd-shield/contracts/pure';
import type { RegistryFact, RegistryFactBody } from './facts.ts';
import type { RegistryAsk } from './input.ts';
import { labelOf } from './party.ts';

/** Taken as facts, or refused with a code. */
export type RegistryAnswer =
  | { readonly ok: true; readonly facts: readonly RegistryFact[] }
  | { readonly ok: false; readonly code: ErrorCode };

/** Nothing happened, and why: an expected answer, never thrown. */
export function refused(code: ErrorCode): RegistryAnswer {
  return { ok: false, code };
}

/** Facts of an ask, by whoever asked, that hold from when it was asked. */
export function taken(
  ask: Pick<RegistryAsk, 'at' | 'by'>,
  ...bodies: readonly RegistryFactBody[]
): RegistryAnswer {
  const { at } = ask;
  const by = labelOf(ask.by);
  return { ok: true, facts: bodies.map((body) => ({ ...body, at, recordedAt: at, by })) };
}
