import { type DefenderRef, ProtectionAck } from '@hrd-shield/contracts';
import { inRecordSpan } from '@hrd-shield/kafka';
import {
  type DeadLetterWriter,
  drop,
  type OutRecord,
  ok,
  type RecordSink,
  readData,
  type SourceBatch,
  type SourceRecord,
  Tally,
} from '@hrd-shield/pipeline';
import { untilDone } from './until-done.ts';

export interface TakeAcksDeps {
  /** @returns false when no workflow waits for it */
  readonly deliver: (ack: ProtectionAck) => Promise<boolean>;
  readonly letters: DeadLetterWriter;
  readonly sink: RecordSink;
  readonly count: (tally: Tally) => void;
  readonly wait: (ms: number) => Promise<void>;
}

interface Read {
  readonly record: SourceRecord;
  readonly ack: ProtectionAck;
}

/** Hands the platform's answers to the workflows that asked, in order for each defender. */
export function createTakeAcks(deps: TakeAcksDeps): (batch: SourceBatch) => Promise<void> {
  return async (batch) => {
    const tally = new Tally();
    const letters: OutRecord[] = [];
    const byDefender = new Map<DefenderRef, Read[]>();
    for (const record of batch.records) {
      tally.consumed += 1;
      const read = readData(record, ProtectionAck, { step: 'take-acks', what: 'ack' });
      if (read.kind !== 'ok') {
        tally.count(read);
        if (read.kind === 'dead-letter') {
          letters.push(deps.letters.bare({ ...read, record, from: batch }));
        }
        continue;
      }
      const { defender } = read.value;
      byDefender.set(defender, [...(byDefender.get(defender) ?? []), { record, ack: read.value }]);
    }
    const taken = [...byDefender.values()].map(async (acks) => {
      for (const { ack, record } of acks) {
        const isTaken = await inRecordSpan(record, 'deliver ack', () => deps.deliver(ack));
        tally.count(isTaken ? ok(ack.command) : drop('designation-inactive'));
      }
    });
    await untilDone(Promise.all(taken), batch, deps.wait);
    if (letters.length > 0) await deps.sink.send(letters);
    deps.count(tally);
  };
}
