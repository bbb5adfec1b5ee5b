import { ShieldError } from '@hrd-shield/contracts';
import {
  type DeadLetterWriter,
  type DefenderIndex,
  type Designated,
  type OutRecord,
  type PartitionRef,
  type RecordSink,
  type Refused,
  type SourceBatch,
  type SourceRecord,
  type Step,
  Tally,
} from '@hrd-shield/pipeline';
import type { Hit } from './chain.ts';
import { type EventTime, eventTimeOf } from './steps/event-time.ts';

export interface ScreenBatchDeps {
  readonly index: DefenderIndex;
  readonly chain: Step<Hit, OutRecord>;
  readonly letters: DeadLetterWriter;
  readonly sink: RecordSink;
  readonly eventTime: EventTime;
  readonly count: (tally: Tally) => void;
  readonly now: () => number;
  /** Told of each event of a test account that arrived. */
  readonly onProbe: (from: SourceBatch) => void;
}

const NO_KEY = {
  kind: 'dead-letter',
  step: 'screen',
  code: 'event.no-key',
  reason: 'the record has no key',
} as const;

/**
 * Screens one batch. A miss costs a tag and a look-up, here or in the decoder already: its value and
 * headers are never touched.
 * What passed is on its topic before the offset moves.
 */
export function createScreenBatch(deps: ScreenBatchDeps): (batch: SourceBatch) => Promise<void> {
  async function takeHit(
    record: SourceRecord,
    designated: Designated,
    batch: SourceBatch,
    tally: Tally,
  ): Promise<OutRecord | undefined> {
    const reachedAt = deps.eventTime.reachedOf(batch);
    const result = await deps.chain({ record, designated, reachedAt });
    if (result.kind === 'ok') {
      if (designated.probe) deps.onProbe(batch);
      tally.count(result);
      return result.value;
    }
    const letter =
      result.kind === 'dead-letter'
        ? await sealedLetter(deps.letters, { record, from: batch, ...result }, designated)
        : undefined;
    if (result.kind === 'dead-letter' && letter === undefined) tally.drop('designation-inactive');
    else tally.count(result);
    return letter;
  }

  return async (batch) => {
    const tally = new Tally();
    const out: OutRecord[] = [];
    let misses = batch.passedOver?.count ?? 0;
    // By index: in a function that waits, an iterator makes an object for each record.
    for (let i = 0; i < batch.records.length; i += 1) {
      const record = batch.records[i];
      if (record === undefined) continue;
      const { key } = record;
      if (key === null || key.length === 0) {
        tally.count(NO_KEY);
        out.push(deps.letters.open({ record, from: batch, ...NO_KEY }));
        continue;
      }
      const designated = deps.index.find(key);
      if (designated === undefined) {
        misses += 1;
        continue;
      }
      const landed = await takeHit(record, designated, batch, tally);
      if (landed !== undefined) out.push(landed);
    }
    if (batch.isStale()) return;
    tally.consumed = batch.records.length + (batch.passedOver?.count ?? 0);
    tally.drop('not-a-defender', misses);
    const landed = land(deps, { out, tally, reached: reachedBy(batch) });
    // The next batch is screened while this one lands; its offset waits.
    if (batch.commitAfter === undefined || out.length === 0) await landed;
    else batch.commitAfter(landed);
  };
}

/** @returns undefined when the defender was erased: then nothing of the record is kept */
async function sealedLetter(
  letters: DeadLetterWriter,
  refused: Refused,
  designated: Designated,
): Promise<OutRecord | undefined> {
  try {
    return await letters.sealed(refused, designated.ref);
  } catch (error) {
    if (error instanceof ShieldError && error.code === 'seal.unknown-key') return undefined;
    throw error;
  }
}

/** How far a batch brings its partition. */
interface Reached extends PartitionRef {
  readonly eventAt: number;
  readonly appendedAt: number;
}

function reachedBy({ topic, partition, passedOver, records }: SourceBatch): Reached | undefined {
  const last = passedOver?.last ?? records.at(-1);
  if (last === undefined) return undefined;
  return { topic, partition, eventAt: eventTimeOf(last) ?? 0, appendedAt: Number(last.timestamp) };
}

/** Apart from the batch on purpose: what waits for the broker must not keep its records alive. */
async function land(
  deps: ScreenBatchDeps,
  screened: {
    readonly out: readonly OutRecord[];
    readonly tally: Tally;
    readonly reached: Reached | undefined;
  },
): Promise<void> {
  const { out, reached, tally } = screened;
  await deps.sink.send(out);
  deps.count(tally);
  if (reached === undefined) return;
  deps.eventTime.reach(reached, reached.eventAt, reached.appendedAt, deps.now());
}
