import { crisesAt, type DeliveryConditions } from '@hrd-shield/contracts/pure';
import type { MeasureSpec } from './policy.ts';
import type { CaseState, ProtectionState } from './state.ts';
import type { Turn } from './turn.ts';

/** Stands for every measure that touches others. */
export const ALL_MEASURES = '*';

/** Keeps what holds beyond this defender, until it is told otherwise. */
export function noteConditions(turn: Turn, conditions: DeliveryConditions | undefined): void {
  if (conditions === undefined) return;
  if (JSON.stringify(turn.state().conditions) === JSON.stringify(conditions)) return;
  turn.record({ kind: 'conditions.noted', conditions });
}

/**
 * Whether an automatic measure waits for a person because somebody stopped it or its breaker is
 * open. Nothing on the defender's own side is ever disarmed. Direct harm passes breakers and the
 * general stop; only a stop that names the measure holds it.
 *
 * @source response notes, section 1; product notes, feature 20
 */
export function barrierOf(
  state: ProtectionState,
  forCase: CaseState,
  spec: MeasureSpec,
): 'stopped' | 'breaker' | undefined {
  const { conditions } = state;
  if (conditions === undefined || spec.subject !== 'actors') return undefined;
  if (conditions.stopped.includes(spec.name)) return 'stopped';
  if (forCase.directHarm) return undefined;
  if (conditions.stopped.includes(ALL_MEASURES)) return 'stopped';
  return conditions.tripped.includes(spec.name) ? 'breaker' : undefined;
}

/** How clocks and lifetimes change while declared crises last; 1 without any. */
export interface CrisisFactors {
  readonly lifetime: number;
  readonly due: number;
  readonly quiet: number;
  /** When the last of them ends, epoch ms; the moment itself without any. */
  readonly endsAt: number;
}

/** @param at epoch ms */
export function crisisFactors(state: ProtectionState, at: number): CrisisFactors {
  const active = crisesAt(state.conditions?.crises ?? [], at, state.profile?.country);
  const factors = active.map(({ protection }) => protection);
  return {
    lifetime: Math.max(1, ...factors.map(({ lifetimeFactor }) => lifetimeFactor)),
    due: Math.min(1, ...factors.map(({ dueFactor }) => dueFactor)),
    quiet: Math.max(1, ...factors.map(({ quietFactor }) => quietFactor)),
    endsAt: Math.max(at, ...active.map(({ endsAt }) => endsAt)),
  };
}

/**
 * End of a measure that is asked for or renewed now: its usual life, in a crisis a longer one, but
 * no longer than the crisis for the part that is its doing. Epoch ms.
 */
export function lifeFrom(turn: Turn, spec: MeasureSpec): number {
  const { endsAt, lifetime } = crisisFactors(turn.state(), turn.at);
  const usual = turn.at + spec.lifetimeMs;
  const longer = Math.min(turn.at + spec.lifetimeMs * lifetime, endsAt);
  return Math.min(Math.max(usual, longer), turn.at + spec.longestMs);
}
