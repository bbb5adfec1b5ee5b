import { ProtectionAck } from '@hrd-shield/contracts';
import {
  type DeadLetterWriter,
  drop,
  type OutRecord,
  ok,
  type RecordSink,
  readData,
  type SourceBatch,
  type SourceRecord,
  type StepResult,
  Tally,
} from '@hrd-shield/pipeline';
import { commitWhenDone } from './commit-when-done.ts';
import type { DefenderLanes } from './defender-lanes.ts';

/** An answer of the platform on its way to the workflow that asked. */
export interface AckItem {
  readonly ack: ProtectionAck;
  /** Carries the trace. */
  readonly record: SourceRecord;
}

export interface TakeAcksDeps {
  /** Answers for one defender go together and in order; false when no workflow waits for them. */
  readonly lanes: Pick<DefenderLanes<AckItem, boolean>, 'submit'>;
  readonly letters: DeadLetterWriter;
  readonly sink: RecordSink;
  readonly count: (tally: Tally) => void;
  readonly wait: (ms: number) => Promise<void>;
}

interface Taken {
  readonly record: SourceRecord;
  readonly result: StepResult<unknown>;
}

/** Hands the platform's answers to the workflows that asked, in order for each defender. */
export function createTakeAcks(deps: TakeAcksDeps): (batch: SourceBatch) => Promise<void> {
  return async (batch) => {
    const taken = batch.records.map(async (record): Promise<Taken> => {
      const read = readData(record, ProtectionAck, { step: 'take-acks', what: 'ack' });
      if (read.kind !== 'ok') return { record, result: read };
      const ack = read.value;
      const isTaken = await deps.lanes.submit(ack.defender, { ack, record });
      return { record, result: isTaken ? ok(ack.command) : drop('designation-inactive') };
    });
    await commitWhenDone(settle(deps, batch, taken), batch, deps.wait);
  };
}

async function settle(
  deps: TakeAcksDeps,
  batch: SourceBatch,
  taken: readonly Promise<Taken>[],
): Promise<void> {
  const tally = new Tally();
  const letters: OutRecord[] = [];
  for (const { record, result } of await Promise.all(taken)) {
    tally.consumed += 1;
    tally.count(result);
    if (result.kind !== 'dead-letter') continue;
    letters.push(deps.letters.bare({ ...result, record, from: batch }));
  }
  if (letters.length > 0) await deps.sink.send(letters);
  deps.count(tally);
}
