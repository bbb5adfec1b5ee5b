import { ShieldError } from '@hrd-shield/contracts';
import {
  type OutRecord,
  type RecordSink,
  type SourceBatch,
  type SourceRecord,
  Tally,
} from '@hrd-shield/pipeline';
import { Breath } from './breath.ts';

/** What a worker makes of the records of its partition. */
export interface RecordTurnsDeps {
  readonly sink: RecordSink;
  readonly count: (tally: Tally) => void;
  readonly now: () => number;
  /** Folds one record. @returns what it says, which a rebuild leaves unsaid */
  readonly takeOne: (
    record: SourceRecord,
    from: SourceBatch,
    tally: Tally,
  ) => Promise<readonly OutRecord[]>;
  /** Every part of the state that changed since the last save. */
  readonly changed: (through: bigint) => AsyncIterable<OutRecord>;
  /** Stands behind all parts: the state is complete up to here. */
  readonly checkpoint: (through: bigint) => OutRecord;
}

export interface RecordTurnsConfig {
  /** Between saves while records come, ms; at least three times as long while far behind the head. */
  readonly snapshotMs: number;
  /** Parts of a state that are sent at once. */
  readonly partsPerSend: number;
}

/**
 * What is this far behind catches up first, since nearly every state changed and all would be saved:
 * saves are that many intervals apart meanwhile, and take one part in so many of the time at most.
 */
const BEHIND_RECORDS = 2_000;
const BEHIND_INTERVALS = 3;
const BEHIND_SAVE_PARTS = 10;

/**
 * The turns of one partition, batch by batch and save by save, one after the other: what a record
 * says is on its topics before the next batch, and nothing that was said before a rebuild is said
 * again.
 */
export class RecordTurns {
  readonly #deps: RecordTurnsDeps;
  readonly #config: RecordTurnsConfig;
  /** What is below this offset was said before: the state is being rebuilt. */
  #silentBelow = 0n;
  #through = -1n;
  /** The state is ahead of what was said or saved of it: it takes nothing more, and is not saved. */
  #isTorn = false;
  #savedThrough = -1n;
  #savedAt: number;
  /** What the last save took, ms. */
  #savedInMs = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: RecordTurnsDeps, config: RecordTurnsConfig) {
    this.#deps = deps;
    this.#config = config;
    this.#savedAt = deps.now();
  }

  /** @param committed effects before this offset are known to have happened */
  rebuildUpTo(committed: bigint): void {
    this.#silentBelow = committed;
    // What was restored is saved: a long restore is no reason to save at the first batch.
    this.#savedAt = this.#deps.now();
  }

  isRebuild({ offset }: SourceRecord): boolean {
    return BigInt(offset) < this.#silentBelow;
  }

  /** The next save happens although no record came. */
  saveAnew(): void {
    this.#savedThrough = -1n;
  }

  /**
   * Folds a batch; what it says is on its topics when this resolves.
   * @throws ShieldError `kafka.unavailable` once a batch was folded and not said: it would come
   *   again, find itself in the state and say nothing, so the state must be restored
   */
  take(batch: SourceBatch): Promise<void> {
    return this.#inTurn(() => this.#take(batch));
  }

  /** Saves every changed part, then the checkpoint behind them. */
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
    if (this.#isTorn) {
      const detail = 'what was folded was not said or saved: the state must be restored';
      throw new ShieldError('kafka.unavailable', { detail });
    }
    this.#isTorn = true;
    const tally = new Tally();
    const out: OutRecord[] = [];
    const breath = new Breath();
    for (const record of batch.records) {
      // On a busy machine a batch takes longer than the group waits for a sign of life.
      await breath.take(() => batch.heartbeat());
      const isRebuild = this.isRebuild(record);
      const made = await this.#deps.takeOne(record, batch, isRebuild ? new Tally() : tally);
      if (isRebuild) continue;
      tally.consumed += 1;
      out.push(...made);
    }
    if (batch.isStale()) return;
    await this.#deps.sink.send(out);
    this.#isTorn = false;
    this.#deps.count(tally);
    const last = batch.records.at(-1);
    if (last !== undefined) this.#through = BigInt(last.offset);
    if (this.#isSaveDue(batch)) await this.#save(() => batch.heartbeat());
  }

  #isSaveDue({ lag }: SourceBatch): boolean {
    const { snapshotMs } = this.#config;
    const behindMs = Math.max(snapshotMs * BEHIND_INTERVALS, this.#savedInMs * BEHIND_SAVE_PARTS);
    const dueMs = lag > BEHIND_RECORDS ? behindMs : snapshotMs;
    return this.#deps.now() - this.#savedAt >= dueMs;
  }

  async #save(heartbeat: () => Promise<void>): Promise<void> {
    const { changed, checkpoint, now, sink } = this.#deps;
    const through = this.#through;
    this.#savedAt = now();
    if (this.#isTorn || through === this.#savedThrough) return;
    this.#isTorn = true;
    let out: OutRecord[] = [];
    for await (const part of changed(through)) {
      out.push(part);
      if (out.length < this.#config.partsPerSend) continue;
      await sink.send(out);
      out = [];
      await heartbeat();
    }
    out.push(checkpoint(through));
    await sink.send(out);
    this.#isTorn = false;
    this.#savedThrough = through;
    this.#savedInMs = now() - this.#savedAt;
  }
}
