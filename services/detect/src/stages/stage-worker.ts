import {
  type ActorRef,
  type DefenderRef,
  StageRecord,
  type TargetingHint,
} from '@hrd-shield/contracts';
import {
  type DetectionPolicy,
  type FoundCandidate,
  type OpenStageRecord,
  StageFold,
  type StagePolicy,
} from '@hrd-shield/domain';
import {
  type ActorNotices,
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
  type Tally,
} from '@hrd-shield/pipeline';
import { isErased } from '../is-erased.ts';
import { RecordTurns } from '../record-turns.ts';
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
  readonly notices: ActorNotices;
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
  readonly #turns: RecordTurns;

  constructor(deps: StageWorkerDeps, config: StageWorkerConfig) {
    this.#deps = deps;
    this.#config = config;
    this.fold = new StageFold(deps.stagePolicy, deps.policy.detectors.D19.cells);
    this.#turns = new RecordTurns(
      {
        ...deps,
        takeOne: (...given) => this.#takeOne(...given),
        changed: (through) => this.#changed(through),
        checkpoint: (through) => writeStageCheckpoint(through, this.fold.totals(), this.#to),
      },
      { snapshotMs: config.snapshotMs, partsPerSend: BUCKETS_PER_SEND, saveMsMin: undefined },
    );
  }

  get partition(): number {
    return this.#config.partition;
  }

  get #to() {
    const { partition, topics } = this.#config;
    const { stagePolicy, stageSealer: sealer } = this.#deps;
    return { topic: topics.stageSnapshots, partition, policyHash: stagePolicy.hash, sealer };
  }

  /** @param committed effects before this offset are known to have happened */
  rebuildUpTo(committed: bigint): void {
    this.#turns.rebuildUpTo(committed);
  }

  forget(defender: DefenderRef): void {
    this.fold.forget(defender);
    // What was forgotten leaves the saved state with the next save, whatever arrives.
    this.#turns.saveAnew();
  }

  forgetActor(actor: ActorRef, untilMs: number): void {
    this.fold.forgetActor(actor, untilMs);
    this.#turns.saveAnew();
  }

  /** Folds a batch; its hints are on the logs of their defenders when this resolves. */
  take(batch: SourceBatch): Promise<void> {
    return this.#turns.take(batch);
  }

  /** Saves every changed bucket, then the checkpoint behind them. */
  save(): Promise<void> {
    return this.#turns.save();
  }

  async *#changed(through: bigint): AsyncIterable<OutRecord> {
    for (const part of this.fold.takeDirty()) yield writeBucket(part, through, this.#to);
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
    if (opened.kind === 'ok' && this.#isForgotten(opened.value)) {
      tally.drop('actor-forgotten');
      return [];
    }
    tally.count(opened);
    if (opened.kind === 'dead-letter' && 'defender' in value) {
      return [await this.#deps.letters.sealed({ record, from, ...opened }, value.defender)];
    }
    if (opened.kind !== 'ok') return [];
    const { candidates, hints } = this.fold.apply(opened.value);
    // What is rebuilt was said before.
    if (this.#turns.isRebuild(record)) return [];
    return this.#write(hints, candidates);
  }

  /** The log still holds what an erased actor did: a replay leaves it out. */
  #isForgotten(record: OpenStageRecord): boolean {
    const { notices } = this.#deps;
    if (record.kind === 'candidate') {
      return record.candidate.at <= notices.forgottenUntil(record.candidate.actor);
    }
    const actor = record.kind === 'sighting' ? record.sighting.actor : undefined;
    if (record.kind !== 'sighting' || actor === undefined) return false;
    return record.sighting.at <= notices.forgottenUntil(actor);
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
}

async function unlessErased(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isErased(error)) throw error;
  }
}
