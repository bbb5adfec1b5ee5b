import type { DefenderRef, SignalDelivery } from '@hrd-shield/contracts';
import { inRecordSpan } from '@hrd-shield/kafka';
import type { DefenderSealer } from '@hrd-shield/pipeline';
import { sealHandle } from './account-handle.ts';
import { createDefenderLanes, type DefenderLanes, type LaneDeps } from './defender-lanes.ts';
import { deliveryOf } from './delivery-of.ts';
import type { Standing } from './follow-designations.ts';
import type { MeasureConditions } from './follow-switches.ts';
import type { GateRank } from './parallel-gate.ts';
import type { SignalItem } from './take-signals.ts';

/** Signals of one update. */
const MAX_SIGNALS = 256;
/** Signals and actors of one update, far below what the server takes in one message. */
const MAX_WEIGHT = 2_048;

export interface SignalLanesDeps extends Pick<LaneDeps<SignalItem, void>, 'now' | 'wait'> {
  /** Takes a place before the workflow server, and tries until it has taken the work. */
  readonly tell: (rank: GateRank, work: () => Promise<void>, size: () => number) => Promise<void>;
  readonly standingOf: (defender: DefenderRef) => Standing;
  readonly sealer: DefenderSealer;
  readonly conditions: () => Pick<MeasureConditions, 'conditionsFor'>;
  readonly deliverSignals: (delivery: SignalDelivery) => Promise<unknown>;
}

/** Signals of one defender go together, but what harms directly or rises waits for none of them. */
export function createSignalLanes(
  deps: SignalLanesDeps,
  intervalMs: number,
): DefenderLanes<SignalItem> {
  return createDefenderLanes<SignalItem>(
    {
      deliver: (defender, load, turn) =>
        deps.tell(
          turn === 'next' ? 'signal' : turn,
          async () => {
            const standing = deps.standingOf(defender);
            const items = load.take();
            const [first] = items;
            // Withdrawn while it waited: nothing of it is processed any more.
            if (standing.kind !== 'active' || first === undefined) return;
            const { profile } = standing;
            const account = await sealHandle(deps.sealer, defender, profile.account);
            const delivery = deliveryOf(items, { ...profile, account }, deps.conditions());
            await inRecordSpan(first.record, 'deliver signals', () =>
              deps.deliverSignals(delivery),
            );
          },
          load.size,
        ),
      weightOf: ({ brief }) => 1 + brief.actors.length,
      isUrgent: ({ brief }) => brief.directHarm,
      tierOf: ({ brief }) => brief,
      now: deps.now,
      wait: deps.wait,
    },
    { intervalMs, maxItems: MAX_SIGNALS, maxWeight: MAX_WEIGHT },
  );
}
