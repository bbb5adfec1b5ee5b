import type { DropReason, ErrorCode } from '@hrd-shield/contracts';

/** What became of one record in one step. Expected refusals are values, never thrown. */
export type StepResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: DropReason }
  | {
      readonly kind: 'dead-letter';
      readonly code: ErrorCode;
      readonly step: string;
      readonly reason: string;
    };

export function ok<T>(value: T): StepResult<T> {
  return { kind: 'ok', value };
}

export function drop(reason: DropReason): StepResult<never> {
  return { kind: 'drop', reason };
}

export function deadLetter(step: string, code: ErrorCode, reason: string): StepResult<never> {
  return { kind: 'dead-letter', step, code, reason };
}
