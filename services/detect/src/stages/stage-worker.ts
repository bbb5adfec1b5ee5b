import { type DefenderRef, StageRecord, type TargetingHint } from '@hrd-shield/contracts';
import {
  type DetectionPolicy,
  type FoundCandidate,
  StageFold,
  type StagePolicy,
} from '@hrd-shield/domain';
import {
  type DeadLetterWriter,
  type DefenderSealer,
  type OutRecord,
  openStageRecord,
  type RecordSink,
  readData,
  type SourceBatch,
  type SourceRecord,
  type StageSealer,
  sealCandidate,
  sealHint,
  Tally,
} from '@hrd-shield/pipeline';
import { isErased } from '../is-erased.ts';
import type { Endings } from '../steps/follow-endings.ts';
import { writeBucket, writeStageCheckpoint } from './stage-snapshots.ts';

export interface StageWorkerDeps {
  readonly stagePolicy: StagePolicy;
  readonly policy: DetectionPolicy;
  readonly sealer: DefenderSealer;
  readonly stageSealer: StageSealer;
  readonly sink: RecordSink;
  readonly letters: DeadLetterWriter;
  readonly endings: Endings;
  readonly count: (tally: Tally) => void;
  readonly onHint: (hint: TargetingHint) => void;
  readonly now: () => number;
}

export interface StageWorkerConfig {
  readonly partition: number;
  readonly snapshotMs: number;
  readonly partitions: number;
  readonly topics: {
    readonly sightings: string;
    readonly stageSnapshots: string;
    readonly targetingEvents: string;
  };
}

const SOURCE = 'hrd-shield/detect';
const BUCKETS_PER_SEND = 8;

/**
 * The stages across defenders on one partition of the sightings log: fold, hint, save. Lives as
 * long as the assignment.
 */
export class StageWorker {
  readonly fold: StageFold;
  readonly #deps: StageWorkerDeps;
  readonly #config: StageWorkerConfig;
  /** What is below this offset was said before: the state is being rebuilt. */
  #silentBelow = 0n;
  #through = -1n;
  #savedThrough = -1n;
  #savedAt: number;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: StageWorkerDeps, config: StageWorkerConfig) {
    this.#deps = deps;
    this.#config = config;
    this.fold = new StageFold(deps.stagePolicy, deps.policy.detectors.D19.cells);
    this.#savedAt = deps.now();
  }

  /** @param committed effects before this offset are known to have happened */
  rebuildUpTo(committed: bigint): void {
    this.#silentBelow = committed;
  }

  forget(defender: DefenderRef): void {
    this.fold.forget(defender);
    // What was forgotten leaves the saved state with the next save, whatever arrives.
    this.#savedThrough = -1n;
  }

  /** Folds a batch; its hints are on the logs of their defenders when this resolves. */
  take(batch: SourceBatch): Promise<void> {
    return this.#inTurn(() => this.#take(batch));
  }

  /** Saves every changed bucket, then the checkpoint behind them. */
  save(): Promise<void> {
    return this.#inTurn(() => this.#save(async () => undefined));
  }

  /** A state is never saved in the middle of a batch. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #take(batch: SourceBatch): Promise<void> {
    const tally = new Tally();
    const out: OutRecord[] = [];
    for (const record of batch.records) {
      const isRebuild = BigInt(record.offset) < this.#silentBelow;
      const made = await this.#takeOne(record, batch, isRebuild ? new Tally() : tally);
      if (isRebuild) continue;
      tally.consumed += 1;
      out.push(...made);
    }
    if (batch.isStale()) return;
    await this.#deps.sink.send(out);
    this.#deps.count(tally);
    const last = batch.records.at(-1);
    if (last !== undefined) this.#through = BigInt(last.offset);
    if (this.#deps.now() - this.#savedAt >= this.#config.snapshotMs) {
      await this.#save(() => batch.heartbeat());
    }
  }

  async #takeOne(
    record: SourceRecord,
    from: SourceBatch,
    tally: Tally,
  ): Promise<readonly OutRecord[]> {
    const read = readData(record, StageRecord, { step: 'decode', what: 'sighting' });
    if (read.kind !== 'ok') {
      tally.count(read);
      return read.kind === 'dead-letter'
        ? [this.#deps.letters.bare({ record, from, ...read })]
        : [];
    }
    const { value } = read;
    if ('defender' in value && this.#deps.endings.has(value.defender)) {
      tally.drop('designation-inactive');
      return [];
    }
    const opened = await openStageRecord(value, this.#deps.sealer);
    tally.count(opened);
    if (opened.kind === 'dead-letter' && 'defender' in value) {
      return [await this.#deps.letters.sealed({ record, from, ...opened }, value.defender)];
    }
    if (opened.kind !== 'ok') return [];
    const { candidates, hints } = this.fold.apply(opened.value);
    // What is rebuilt was said before.
    if (BigInt(record.offset) < this.#silentBelow) return [];
    return this.#write(hints, candidates);
  }

  async #write(
    hints: readonly TargetingHint[],
    candidates: readonly FoundCandidate[],
  ): Promise<readonly OutRecord[]> {
    const { partitions, topics } = this.#config;
    const { now, sealer } = this.#deps;
    const by = { partitions, source: SOURCE, now: now() };
    const out: OutRecord[] = [];
    for (const candidate of candidates) {
      const to = { ...by, topic: topics.sightings };
      await unlessErased(async () => out.push(await sealCandidate(candidate, sealer, to)));
    }
    for (const hint of hints) {
      const to = { ...by, topic: topics.targetingEvents };
      await unlessErased(async () => {
        out.push(await sealHint(hint, sealer, to));
        this.#deps.onHint(hint);
      });
    }
    return out;
  }

  async #save(heartbeat: () => Promise<void>): Promise<void> {
    const { partition, topics } = this.#config;
    const { sink, stagePolicy, stageSealer: sealer } = this.#deps;
    const to = { topic: topics.stageSnapshots, partition, policyHash: stagePolicy.hash, sealer };
    const through = this.#through;
    this.#savedAt = this.#deps.now();
    if (through < 0n || through === this.#savedThrough) return;
    let out: OutRecord[] = [];
    for (const part of this.fold.takeDirty()) {
      out.push(writeBucket(part, through, to));
      if (out.length < BUCKETS_PER_SEND) continue;
      await sink.send(out);
      out = [];
      await heartbeat();
    }
    out.push(writeStageCheckpoint(through, this.fold.totals(), to));
    await sink.send(out);
    this.#savedThrough = through;
  }
}

async function unlessErased(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isErased(error)) throw error;
  }
}
