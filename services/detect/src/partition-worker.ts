import type { DefenderRef, TargetingEvent } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy, StagePolicy } from '@hrd-shield/domain';
import { contextOf, withTrace } from '@hrd-shield/kafka';
import {
  type DeadLetterWriter,
  type DefenderSealer,
  DetectionFold,
  type OutRecord,
  type Pseudonymiser,
  type RecordSink,
  type SourceBatch,
  type SourceRecord,
  sealSighting,
  sealSignal,
  sightingOf,
  Tally,
} from '@hrd-shield/pipeline';
import { SpanKind, trace } from '@opentelemetry/api';
import { isErased } from './is-erased.ts';
import type { Endings } from './steps/follow-endings.ts';
import { decodeTargeting, type Input, openTargeting } from './steps/read-record.ts';
import { writeCheckpoint, writeForgotten, writeState } from './steps/snapshots.ts';
import { writeSignal } from './steps/write-signal.ts';

export interface WorkerDeps {
  readonly policy: DetectionPolicy;
  readonly stagePolicy: StagePolicy;
  readonly pseudonyms: Pick<Pseudonymiser, 'object'>;
  readonly sealer: DefenderSealer;
  readonly sink: RecordSink;
  readonly letters: DeadLetterWriter;
  readonly endings: Endings;
  readonly count: (tally: Tally) => void;
  readonly onSignal: (signal: DetectedSignal) => void;
  readonly now: () => number;
}

export interface WorkerConfig {
  readonly partition: number;
  readonly snapshotMs: number;
  readonly topics: {
    readonly riskSignals: string;
    readonly outcomes: string;
    readonly detectSnapshots: string;
    readonly sightings: string;
  };
  /** Partitions of the sightings log. */
  readonly stagePartitions: number;
}

const tracer = trace.getTracer('@hrd-shield/detect');
const STATES_PER_SEND = 64;
const SOURCE = 'hrd-shield/detect';

/** Detection on one assigned partition: fold, raise, save. Lives as long as the assignment. */
export class PartitionWorker {
  readonly fold: DetectionFold;
  readonly #deps: WorkerDeps;
  readonly #config: WorkerConfig;
  readonly #ended: DefenderRef[] = [];
  /** Signals below this offset were raised before: the state is being rebuilt. */
  #silentBelow = 0n;
  #through = -1n;
  #savedThrough = -1n;
  #savedAt: number;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: WorkerDeps, config: WorkerConfig) {
    this.#deps = deps;
    this.#config = config;
    this.fold = new DetectionFold(deps.policy);
    this.#savedAt = deps.now();
  }

  /** @param committed effects before this offset are known to have happened */
  rebuildUpTo(committed: bigint): void {
    this.#silentBelow = committed;
  }

  forget(defender: DefenderRef): void {
    this.fold.forget(defender);
    this.#ended.push(defender);
  }

  /** Folds a batch; its signals are on their topics when this resolves. */
  take(batch: SourceBatch): Promise<void> {
    return this.#inTurn(() => this.#take(batch));
  }

  /** Saves every changed state, then the checkpoint behind them. */
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

  async #save(heartbeat: () => Promise<void>): Promise<void> {
    const { topics, partition } = this.#config;
    const to = { topic: topics.detectSnapshots, partition };
    const through = this.#through;
    this.#savedAt = this.#deps.now();
    if (through === this.#savedThrough) return;
    let out = this.#ended.splice(0).map((defender) => writeForgotten(defender, to));
    for (const held of this.fold.takeDirty()) {
      const saved = await this.#saveState(held);
      if (saved !== undefined) out.push(saved);
      if (out.length < STATES_PER_SEND) continue;
      await this.#deps.sink.send(out);
      out = [];
      await heartbeat();
    }
    out.push(writeCheckpoint(through, this.fold.watermark, to));
    await this.#deps.sink.send(out);
    this.#savedThrough = through;
  }

  async #saveState(
    held: ReturnType<DetectionFold['takeDirty']>[number],
  ): Promise<OutRecord | undefined> {
    const { topics, partition } = this.#config;
    try {
      return await writeState(held, this.#deps.sealer, {
        topic: topics.detectSnapshots,
        partition,
        policyHash: this.#deps.policy.hash,
      });
    } catch (error) {
      if (!isErased(error)) throw error;
      this.fold.forget(held.state.defender);
      return undefined;
    }
  }

  async #takeOne(
    record: SourceRecord,
    from: SourceBatch,
    tally: Tally,
  ): Promise<readonly OutRecord[]> {
    const decoded = await decodeTargeting(record);
    if (decoded.kind !== 'ok') {
      tally.count(decoded);
      return decoded.kind === 'dead-letter'
        ? [this.#deps.letters.bare({ record, from, ...decoded })]
        : [];
    }
    const { value } = decoded;
    if (value.kind !== 'watermark' && this.#deps.endings.has(value.defender)) {
      tally.drop('designation-inactive');
      return [];
    }
    const opened = await openTargeting(value, this.#deps.sealer);
    tally.count(opened);
    if (opened.kind === 'ok') return this.#fold(opened.value, record);
    if (opened.kind === 'drop' || value.kind === 'watermark') return [];
    return [await this.#deps.letters.sealed({ record, from, ...opened }, value.defender)];
  }

  async #fold(input: Input, record: SourceRecord): Promise<readonly OutRecord[]> {
    const offset = BigInt(record.offset);
    const signals = this.#apply(input, offset);
    // What is rebuilt was raised before.
    if (offset < this.#silentBelow) return [];
    const raised = signals.length === 0 ? [] : await this.#raise(signals, record);
    return input.kind === 'event' ? [...raised, ...(await this.#sight(input.event))] : raised;
  }

  #apply(input: Input, offset: bigint): readonly DetectedSignal[] {
    switch (input.kind) {
      case 'event':
        return this.fold.applyEvent(input.event, offset);
      case 'hint':
        return this.fold.applyHint(input.hint, offset);
      case 'watermark':
        return this.fold.applyWatermark(input.at, offset);
    }
  }

  /** Tells the stages across defenders what the event means to them. */
  async #sight(event: TargetingEvent): Promise<readonly OutRecord[]> {
    const { now, policy, pseudonyms, sealer, stagePolicy } = this.#deps;
    const sighting = sightingOf(event, { policy, pseudonyms, stages: stagePolicy });
    if (sighting === undefined) return [];
    const { defender, ref } = event;
    const { stagePartitions: partitions, topics } = this.#config;
    const to = { topic: topics.sightings, partitions, source: SOURCE, now: now() };
    try {
      return await sealSighting({ ref, defender, sighting }, sealer, to);
    } catch (error) {
      if (!isErased(error)) throw error;
      return [];
    }
  }

  /** Signals go on in the trace of the event that raised them. */
  async #raise(
    signals: readonly DetectedSignal[],
    record: SourceRecord,
  ): Promise<readonly OutRecord[]> {
    const parent = contextOf(record);
    const span = tracer.startSpan('raise signal', { kind: SpanKind.INTERNAL }, parent);
    const out: OutRecord[] = [];
    try {
      for (const signal of signals) {
        const sealed = await sealSignal(signal, this.#deps.sealer);
        this.#deps.onSignal(signal);
        for (const made of writeSignal(sealed, Number(record.timestamp), this.#config.topics)) {
          out.push({ ...made, headers: withTrace(made.headers, trace.setSpan(parent, span)) });
        }
      }
    } catch (error) {
      if (!isErased(error)) throw error;
    } finally {
      span.end();
    }
    return out;
  }
}
