import {
  type DeadLetterWriter,
  deadLetter,
  type OutRecord,
  ok,
  type RecordSink,
  readEnvelope,
  type SourceBatch,
  type SourceRecord,
  type StageTarget,
  type StepResult,
  type StreamCandidate,
  type StreamOutcome,
  Tally,
  writeMeasured,
  writePopular,
} from '@hrd-shield/pipeline';
import type { EventSealer } from './chain.ts';
import type { LooksKeeper } from './looks-keeper.ts';

export interface StreamBatchDeps {
  readonly screen: (candidate: StreamCandidate) => StepResult<StreamOutcome>;
  readonly seal: EventSealer;
  readonly looks: Pick<LooksKeeper, 'learn'>;
  readonly letters: DeadLetterWriter;
  readonly sink: RecordSink;
  readonly count: (tally: Tally) => void;
  readonly now: () => number;
}

/** Where counts go, and how large an event may be. */
export interface StreamBatchConfig extends Pick<StageTarget, 'topic' | 'partitions' | 'source'> {
  readonly maxEventBytes: number;
}

/**
 * Screens a batch of a stream that no affected account keys. All of it lies before screening, so a
 * record that cannot be taken becomes a letter with its original bytes.
 */
export function createStreamBatch(
  deps: StreamBatchDeps,
  config: StreamBatchConfig,
): (batch: SourceBatch) => Promise<void> {
  function screen(record: SourceRecord): StepResult<StreamOutcome> {
    if ((record.value?.length ?? 0) > config.maxEventBytes) {
      const reason = `more than ${config.maxEventBytes} bytes`;
      return deadLetter('check-size', 'event.too-large', reason);
    }
    const read = readEnvelope(record, 'decode');
    if (read.kind !== 'ok') return read;
    const key = record.key?.toString() ?? '';
    return deps.screen({ event: read.value, key, appendedAt: Number(record.timestamp) });
  }

  async function land({ counts, events, looks }: StreamOutcome): Promise<readonly OutRecord[]> {
    if (looks !== undefined) await deps.looks.learn(looks.defender, looks.looks);
    const sealed = await Promise.all(events.map((event) => deps.seal(event)));
    const to = { ...config, now: deps.now() };
    return [
      ...sealed.flatMap((result) => (result.kind === 'ok' ? [result.value] : [])),
      ...counts.map((one) =>
        one.kind === 'popular' ? writePopular(one, to) : writeMeasured(one, to),
      ),
    ];
  }

  return async (batch) => {
    const tally = new Tally();
    const out: OutRecord[] = [];
    for (const record of batch.records) {
      const result = screen(record);
      tally.consumed += 1;
      if (result.kind === 'dead-letter') {
        out.push(deps.letters.open({ record, from: batch, ...result }));
      }
      if (result.kind !== 'ok') {
        tally.count(result);
        continue;
      }
      const landed = await land(result.value);
      // Everybody concerned was erased meanwhile.
      if (landed.length === 0) tally.drop('designation-inactive');
      else tally.count(ok(landed));
      out.push(...landed);
    }
    if (batch.isStale()) return;
    await deps.sink.send(out);
    deps.count(tally);
  };
}
