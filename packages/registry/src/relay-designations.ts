import type { Clock, DesignationStore, RecordSink } from '@hrd-shield/pipeline';
import { toRecord } from './to-record.ts';

export interface RelayDeps {
  readonly store: DesignationStore;
  readonly sink: RecordSink;
  readonly clock: Clock;
  /** Name of the designations topic in this installation. */
  readonly topic: string;
}

/** Records of one append. */
const BATCH_COUNT = 200;

/**
 * Publishes changes of the registry until none waits. Published before marked: a crash in between
 * publishes again, which changes nothing, since each record is the state of its version.
 * @returns how many records were published
 */
export async function relayDesignations(deps: RelayDeps): Promise<number> {
  const { store, sink, clock, topic } = deps;
  let published = 0;
  for (;;) {
    const now = clock.now();
    const count = await store.relay(
      BATCH_COUNT,
      (changed) => sink.send(changed.map((one) => toRecord(one, topic, now))),
      now,
    );
    published += count ?? 0;
    if (count === undefined || count < BATCH_COUNT) return published;
  }
}
