import { TIERS } from '@hrd-shield/contracts/pure';
import { casesOf, type ProtectionState } from '@hrd-shield/domain/protection';
import { type SearchAttributes, upsertSearchAttributes } from '@temporalio/workflow';

/**
 * Shows tier and state to whoever lists workflows, and nothing that could single out a person.
 * @param known what it was started with
 * @returns a function that writes only what has changed
 */
export function createStateLabel(known: SearchAttributes): (state: ProtectionState) => void {
  let shown = textOf(known);
  return (state) => {
    const tiers = casesOf(state).map((each) => TIERS.indexOf(each.tier));
    const tier = TIERS[Math.max(0, ...tiers)] ?? 'none';
    const label = { ShieldTier: [tier], ShieldState: [stateOf(state)] };
    const next = textOf(label);
    if (next === shown) return;
    shown = next;
    upsertSearchAttributes(label);
  };
}

function textOf({ ShieldState, ShieldTier }: SearchAttributes): string {
  return JSON.stringify([ShieldTier, ShieldState]);
}

function stateOf(state: ProtectionState): string {
  if (state.done) return 'ended';
  if (state.withdrawn) return 'withdrawing';
  return casesOf(state).length > 0 ? 'protecting' : 'quiet';
}
