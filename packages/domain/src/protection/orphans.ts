import { isLiving, type MeasureInstance, measuresOf, type ProtectionState } from './state.ts';

/**
 * Measures that may be on past their life and that nobody is asked to lift: there must be none. One
 * whose lift is being asked is late, not forgotten.
 *
 * @param at epoch ms
 * @source response notes, section 1
 */
export function orphansIn(state: ProtectionState, at: number): readonly MeasureInstance[] {
  return measuresOf(state).filter((each) => {
    if (!isLiving(each)) return false;
    if (each.state === 'lifting') return each.awaiting === undefined;
    return each.liftAt < at || each.neededBy.length === 0;
  });
}
