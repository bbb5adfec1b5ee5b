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

/** The record goes on to the next step with this value. */
export function ok<T>(value: T): StepResult<T> {
  return { kind: 'ok', value };
}

/** The record ends here by a rule, counted under its reason; its bytes are not kept. */
export function drop(reason: DropReason): StepResult<never> {
  return { kind: 'drop', reason };
}

/**
 * The record cannot be taken. Its bytes are kept, sealed where they concern a defender; `reason`
 * names a rule or fields, never a value of the record.
 */
export function deadLetter(step: string, code: ErrorCode, reason: string): StepResult<never> {
  return { kind: 'dead-letter', step, code, reason };
}
