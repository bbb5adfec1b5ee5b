import { inRecordSpan } from '@hrd-shield/kafka';
import { createDefenderLanes, type DefenderLanes, type LaneDeps } from './defender-lanes.ts';
import type { AckItem } from './take-acks.ts';

/** Answers told to a workflow at once. */
const MAX_ACKS = 64;

/** Answers that come while others are told to the same workflow go together. */
export function createAckLanes(
  deliverAcks: (acks: readonly AckItem['ack'][]) => Promise<boolean>,
  timing: Pick<LaneDeps<AckItem, boolean>, 'now' | 'wait'>,
): DefenderLanes<AckItem, boolean> {
  const deliver = (_: unknown, items: readonly AckItem[]): Promise<boolean> => {
    const [first] = items;
    if (first === undefined) return Promise.resolve(false);
    const acks = items.map(({ ack }) => ack);
    return inRecordSpan(first.record, 'deliver acks', () => deliverAcks(acks));
  };
  return createDefenderLanes(
    { ...timing, deliver, isUrgent: () => false },
    { intervalMs: 0, maxItems: MAX_ACKS },
  );
}
