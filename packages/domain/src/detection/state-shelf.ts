import type { DefenderRef } from '@hrd-shield/contracts';
import { freezeState, thawState } from './state/freeze.ts';
import { type DefenderState, newDefenderState } from './state/state.ts';

/** States kept thawed; a defender that is quiet longer than the others is kept frozen. */
export const THAWED_MAX = 2048;

/**
 * The states of many defenders in bounded working memory: the newest used are thawed, the others
 * frozen bytes. Freezing changes nothing, so that what is thawed when does not matter.
 */
export interface StateShelf {
  /** The state of a defender, new when there is none. */
  readonly take: (defender: DefenderRef) => DefenderState;
  /** Puts back what was frozen elsewhere, such as a snapshot. */
  readonly put: (defender: DefenderRef, frozen: Uint8Array) => void;
  readonly drop: (defender: DefenderRef) => void;
  readonly defenders: () => readonly DefenderRef[];
  /** Bytes of the frozen part. */
  readonly frozenBytes: () => number;
}

/** @param thawedMax states kept thawed, at least 1 */
export function createStateShelf(thawedMax: number = THAWED_MAX): StateShelf {
  const thawed = new Map<DefenderRef, DefenderState>();
  const frozen = new Map<DefenderRef, Uint8Array>();
  const keep = (defender: DefenderRef, state: DefenderState): DefenderState => {
    // A map keeps the order of insertion: the first is the one that was used longest ago.
    thawed.delete(defender);
    thawed.set(defender, state);
    if (thawed.size > thawedMax) {
      const [oldest] = thawed;
      if (oldest !== undefined) {
        frozen.set(oldest[0], freezeState(oldest[1]));
        thawed.delete(oldest[0]);
      }
    }
    return state;
  };
  return {
    take: (defender) => {
      const warm = thawed.get(defender);
      if (warm !== undefined) return keep(defender, warm);
      const bytes = frozen.get(defender);
      frozen.delete(defender);
      return keep(defender, bytes === undefined ? newDefenderState(defender) : thawState(bytes));
    },
    put: (defender, bytes) => {
      thawed.delete(defender);
      frozen.set(defender, bytes);
    },
    drop: (defender) => {
      thawed.delete(defender);
      frozen.delete(defender);
    },
    defenders: () => [...thawed.keys(), ...frozen.keys()],
    frozenBytes: () => [...frozen.values()].reduce((sum, bytes) => sum + bytes.length, 0),
  };
}
