import { inRecordSpan } from '@hrd-shield/kafka';
import {
  createDefenderLanes,
  type DefenderLanes,
  type LaneDeps,
  type LaneLoad,
} from './defender-lanes.ts';
import type { AckItem } from './take-acks.ts';

/** Answers told to a workflow at once. */
const MAX_ACKS = 64;

/** Answers that come while others are told to the same workflow go together. */
export function createAckLanes(
  tell: (deliver: () => Promise<boolean>) => Promise<boolean>,
  deliverAcks: (acks: readonly AckItem['ack'][]) => Promise<boolean>,
  timing: Pick<LaneDeps<AckItem, boolean>, 'now' | 'wait'>,
): DefenderLanes<AckItem, boolean> {
  const deliver = (_: unknown, load: LaneLoad<AckItem>): Promise<boolean> =>
    tell(async () => {
      const items = load.take();
      const [first] = items;
      if (first === undefined) return false;
      const acks = items.map(({ ack }) => ack);
      return inRecordSpan(first.record, 'deliver acks', () => deliverAcks(acks));
    });
  return createDefenderLanes(
    { ...timing, deliver, isUrgent: () => false },
    { intervalMs: 0, maxItems: MAX_ACKS },
  );
}
