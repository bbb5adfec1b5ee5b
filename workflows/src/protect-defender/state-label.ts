import { TIERS } from '@hrd-shield/contracts/pure';
import { casesOf, type ProtectionState } from '@hrd-shield/domain/protection';
import { upsertSearchAttributes } from '@temporalio/workflow';

/**
 * Shows tier and state to whoever lists workflows, and nothing that could single out a person.
 * @returns a function that writes only what has changed
 */
export function createStateLabel(): (state: ProtectionState) => void {
  let shown = '';
  return (state) => {
    const tiers = casesOf(state).map((each) => TIERS.indexOf(each.tier));
    const tier = TIERS[Math.max(0, ...tiers)] ?? 'none';
    const label = { ShieldTier: [tier], ShieldState: [stateOf(state)] };
    const next = JSON.stringify(label);
    if (next === shown) return;
    shown = next;
    upsertSearchAttributes(label);
  };
}

function stateOf(state: ProtectionState): string {
  if (state.done) return 'ended';
  if (state.withdrawn) return 'withdrawing';
  return casesOf(state).length > 0 ? 'protecting' : 'quiet';
}
