import { type MeasureRef, sha256Hex } from '@hrd-shield/contracts/pure';
import type { MeasureSpec } from './policy.ts';
import type { CaseState } from './state.ts';
import type { Turn } from './turn.ts';

const HEX_DIGITS = 8;
const HEX_RANGE = 16 ** HEX_DIGITS;

/**
 * When a measure is asked for. One that outsiders can see begins at a time that says nothing of
 * what set it off; direct harm never waits, and neither does a person. The wait comes from the
 * reference of the measure, so that it is the same in every replay.
 *
 * @returns epoch ms
 * @source response notes, section 1
 */
export function startTime(
  turn: Turn,
  about: {
    readonly spec: MeasureSpec;
    readonly forCase: CaseState;
    readonly ref: MeasureRef;
    readonly automatic: boolean;
  },
): number {
  const { automatic, forCase, ref, spec } = about;
  const waitMs = turn.policy.limits?.jitterMs ?? 0;
  if (!automatic || spec.visible !== true || forCase.directHarm) return turn.at;
  const share = Number.parseInt(sha256Hex(ref).slice(0, HEX_DIGITS), 16) / HEX_RANGE;
  return turn.at + Math.floor(share * waitMs);
}
