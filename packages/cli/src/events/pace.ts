import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import type { KafkaAdmin } from '@hrd-shield/kafka';

export interface PaceOptions {
  readonly prefix: string;
  /** Waits between two questions, ms. */
  readonly pollMs: number;
  /** Longest wait for one slice; then the rest goes without waiting. */
  readonly patienceMs: number;
  /** Told once when waiting is given up. */
  readonly onGivenUp: () => void;
}

/** Waits until screening has taken what was sent, so that topics do not run apart. */
export interface Pace {
  /** @param sent records sent since the pace was made */
  untilTaken(sent: number): Promise<void>;
}

/**
 * Screening reads the topics side by side: whatever lies on them unread can be taken in any order.
 * @source architecture notes, section 6: replays differ by at most an hour of event time
 */
export async function createPace(admin: KafkaAdmin, options: PaceOptions): Promise<Pace> {
  const topics = Object.values(FIREHOSE_TOPICS).map((topic) => options.prefix + topic);
  const group = `${options.prefix}shield-ingest`;
  const bounds = (await Promise.all(topics.map((topic) => admin.offsets(topic)))).flat();
  const before = bounds.reduce((sum, { high }) => sum + Number(high), 0);
  let isGivenUp = false;
  const taken = async () => {
    const committed = await admin.committed(group, topics);
    return committed.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  };
  return {
    untilTaken: async (sent) => {
      const deadline = performance.now() + options.patienceMs;
      while (!isGivenUp && (await taken()) < before + sent) {
        if (performance.now() > deadline) {
          isGivenUp = true;
          options.onGivenUp();
        }
        await new Promise((resolve) => setTimeout(resolve, options.pollMs));
      }
    },
  };
}
