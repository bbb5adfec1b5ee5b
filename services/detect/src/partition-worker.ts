import type { ActorRef, DefenderRef, TargetingEvent, TargetingRecord } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy, StagePolicy } from '@hrd-shield/domain';
import { contextOf, withTrace } from '@hrd-shield/kafka';
import {
  type ActorNotices,
  type DeadLetterWriter,
  type DefenderSealer,
  DetectionFold,
  type HeldState,
  type OutRecord,
  type Pseudonymiser,
  type RecordSink,
  type SourceBatch,
  type SourceRecord,
  sealSighting,
  sealSignal,
  sightingOf,
  type Tally,
} from '@hrd-shield/pipeline';
import { SpanKind, trace } from '@opentelemetry/api';
import { isErased } from './is-erased.ts';
import { RecordTurns } from './record-turns.ts';
import { SleepingStates, type SleepingStatesDeps } from './sleeping-states.ts';
import type { Endings } from './steps/follow-endings.ts';
import { decodeTargeting, type Input, openTargeting } from './steps/read-record.ts';
import { writeCheckpoint, writeForgotten, writeState } from './steps/snapshots.ts';
import { writeSignal } from './steps/write-signal.ts';

export interface WorkerDeps extends Pick<SleepingStatesDeps, 'lost' | 'onAnew' | 'onLost'> {
  readonly policy: DetectionPolicy;
  readonly stagePolicy: StagePolicy;
  readonly pseudonyms: Pick<Pseudonymiser, 'object'>;
  readonly sealer: DefenderSealer;
  readonly sink: RecordSink;
  readonly letters: DeadLetterWriter;
  readonly endings: Endings;
  readonly notices: ActorNotices;
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
  /** Of a save, what goes out at once and how long it goes on after a batch at least, ms. */
  readonly savePace?: { readonly statesPerSend: number; readonly msMin: number };
}

const tracer = trace.getTracer('@hrd-shield/detect');
const SAVE_PACE = { statesPerSend: 64, msMin: 100 };
const SOURCE = 'hrd-shield/detect';
/** Woken after a batch while somebody is to be forgotten in states that sleep. */
const WAKES_PER_BATCH = 32;

/** Detection on one assigned partition: fold, raise, save. Lives as long as the assignment. */
export class PartitionWorker {
  readonly fold: DetectionFold;
  readonly sleeping: SleepingStates;
  readonly #deps: WorkerDeps;
  readonly #config: WorkerConfig;
  readonly #ended: DefenderRef[] = [];
  readonly #turns: RecordTurns;

  constructor(deps: WorkerDeps, config: WorkerConfig) {
    this.#deps = deps;
    this.#config = config;
    this.fold = new DetectionFold(deps.policy);
    this.sleeping = new SleepingStates(deps, this.fold);
    const { statesPerSend: partsPerSend, msMin: saveMsMin } = config.savePace ?? SAVE_PACE;
    this.#turns = new RecordTurns(
      {
        ...deps,
        takeOne: (...given) => this.#takeOne(...given),
        changed: () => this.#changed(),
        checkpoint: (through) => writeCheckpoint(through, this.fold.watermark, this.#to),
      },
      { snapshotMs: config.snapshotMs, partsPerSend, saveMsMin },
    );
  }

  get partition(): number {
    return this.#config.partition;
  }

  get #to() {
    const { partition, topics } = this.#config;
    return { topic: topics.detectSnapshots, partition };
  }

  /** @param committed effects before this offset are known to have happened */
  rebuildUpTo(committed: bigint): void {
    this.#turns.rebuildUpTo(committed);
  }

  /** Defenders with a state. */
  get size(): number {
    return this.fold.size + this.sleeping.size;
  }

  forget(defender: DefenderRef): void {
    this.fold.forget(defender);
    this.sleeping.forget(defender);
    this.#ended.push(defender);
  }

  /**
   * What an actor did is gone from the states, and from what is saved of them; from those that sleep
   * as they wake, some after each batch.
   */
  forgetActor(actor: ActorRef, untilMs: number): void {
    if (this.fold.forgetActor(actor, untilMs) > 0) this.#turns.saveAnew();
  }

  /** Folds a batch; its signals are on their topics when this resolves. */
  async take(batch: SourceBatch): Promise<void> {
    await this.#turns.take(batch);
    if (this.sleeping.size === 0 || !hasAny(this.#deps.notices.forgotten())) return;
    await this.sleeping.wakeSome(WAKES_PER_BATCH);
    this.#turns.saveAnew();
  }

  /** Saves every changed state, then the checkpoint behind them. */
  save(): Promise<void> {
    return this.#turns.save();
  }

  async *#changed(): AsyncIterable<OutRecord> {
    for (const defender of this.#ended.splice(0)) yield writeForgotten(defender, this.#to);
    for (const held of this.fold.takeDirty()) {
      const saved = await this.#saveState(held);
      if (saved !== undefined) yield saved;
    }
  }

  async #saveState(held: HeldState): Promise<OutRecord | undefined> {
    const to = { ...this.#to, policyHash: this.#deps.policy.hash };
    try {
      return await writeState(held, this.#deps.sealer, to);
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
    // What is in a state and was said needs no opening.
    if (this.#turns.isRebuild(record) && this.#isAsleepWith(value, record)) return [];
    const opened = await openTargeting(value, this.#deps.sealer);
    if (opened.kind === 'ok' && this.#isForgotten(opened.value)) {
      tally.drop('actor-forgotten');
      return [];
    }
    tally.count(opened);
    if (opened.kind === 'ok') return this.#fold(opened.value, record);
    if (opened.kind === 'drop' || value.kind === 'watermark') return [];
    return [await this.#deps.letters.sealed({ record, from, ...opened }, value.defender)];
  }

  /** The log still holds what an erased actor did, until its retention: a replay leaves it out. */
  #isForgotten(input: Input): boolean {
    if (input.kind !== 'event' || input.event.actor === undefined) return false;
    return input.event.at <= this.#deps.notices.forgottenUntil(input.event.actor.ref);
  }

  async #fold(input: Input, record: SourceRecord): Promise<readonly OutRecord[]> {
    const signals = await this.#apply(input, BigInt(record.offset));
    // What is rebuilt was raised before.
    if (this.#turns.isRebuild(record)) return [];
    const raised = signals.length === 0 ? [] : await this.#raise(signals, record);
    return input.kind === 'event' ? [...raised, ...(await this.#sight(input.event))] : raised;
  }

  async #apply(input: Input, offset: bigint): Promise<readonly DetectedSignal[]> {
    if (input.kind === 'watermark') {
      if (input.at > this.fold.watermark) await this.sleeping.wakeAt(input.at);
      return this.fold.applyWatermark(input.at, offset);
    }
    const { defender } = input.kind === 'event' ? input.event : input.hint;
    if (this.sleeping.has(defender, offset)) return [];
    await this.sleeping.wake(defender);
    return input.kind === 'event'
      ? this.fold.applyEvent(input.event, offset)
      : this.fold.applyHint(input.hint, offset);
  }

  #isAsleepWith(value: TargetingRecord, { offset }: SourceRecord): boolean {
    return value.kind !== 'watermark' && this.sleeping.has(value.defender, BigInt(offset));
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
        const actors = this.#deps.notices.listable(signal.actors);
        const sealed = await sealSignal({ ...signal, actors }, this.#deps.sealer);
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

function hasAny(all: Iterable<unknown>): boolean {
  return all[Symbol.iterator]().next().done !== true;
}
