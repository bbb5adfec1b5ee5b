import { HoldRecord } from '@hrd-shield/contracts';
import type { HoldSubject } from '@hrd-shield/domain/hold';
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
  type StepResult,
  Tally,
} from '@hrd-shield/pipeline';
import { untilDone } from './until-done.ts';

export interface TakeHoldsDeps {
  /** @returns false when the workflow was started before */
  readonly start: (about: HoldSubject) => Promise<boolean>;
  readonly letters: DeadLetterWriter;
  readonly sink: RecordSink;
  readonly count: (tally: Tally) => void;
  readonly wait: (ms: number) => Promise<void>;
}

/** Starts a workflow for each hold of a batch; resolves when the server has them all. */
export function createTakeHolds(deps: TakeHoldsDeps): (batch: SourceBatch) => Promise<void> {
  return async (batch) => {
    const tally = new Tally();
    const letters: OutRecord[] = [];
    const taken = batch.records.map(async (record) => {
      tally.consumed += 1;
      const result = await take(deps, record);
      tally.count(result);
      if (result.kind !== 'dead-letter') return;
      letters.push(deps.letters.bare({ ...result, record, from: batch }));
    });
    await untilDone(Promise.all(taken), batch, deps.wait);
    if (letters.length > 0) await deps.sink.send(letters);
    deps.count(tally);
  };
}

async function take(deps: TakeHoldsDeps, record: SourceRecord): Promise<StepResult<unknown>> {
  const hold = readData(record, HoldRecord, { step: 'take-holds', what: 'hold' });
  if (hold.kind !== 'ok') return hold;
  const { state, ...facts } = hold.value;
  // How it ended is for whoever answers the platform.
  if (state !== 'held' && state !== 'proceeded') return ok(facts.hold);
  const isNew = await inRecordSpan(record, 'start hold', () =>
    deps.start({ ...facts, began: state }),
  );
  return isNew ? ok(facts.hold) : drop('duplicate');
}
