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
  /** From one save to the next while records come, ms; three times as long far behind the head. */
  readonly snapshotMs: number;
  /** Parts of a state that are sent at once. */
  readonly partsPerSend: number;
  /**
   * A save goes on from batch to batch, after each at least so long, ms: for parts that know each for
   * itself what is in them, since those that are saved late hold more than what the checkpoint says.
   * Undefined: all at once.
   */
  readonly saveMsMin: number | undefined;
}

/**
 * What is this far behind catches up first, since nearly every state changed and all would be saved:
 * saves are that many intervals apart meanwhile, and take one part in so many of the time.
 */
const BEHIND_RECORDS = 500;
const BEHIND_INTERVALS = 3;
const BEHIND_SAVE_PARTS = 10;
/** About what goes in one request: full states are a hundred times as large as others. */
const SEND_BYTES = 1_000_000;

/** A save on its way. */
interface Saving {
  /** What is left of it. */
  readonly parts: AsyncIterator<OutRecord>;
  /** Every part that changed up to here is in it. */
  readonly through: bigint;
  readonly checkpoint: OutRecord;
  /** Something changed again although no record came. */
  isOutdated: boolean;
}

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
  #saving: Saving | undefined;
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
    if (this.#saving !== undefined) this.#saving.isOutdated = true;
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
    const heartbeat = async (): Promise<void> => undefined;
    return this.#inTurn(async () => {
      await this.#goOnSaving(Number.POSITIVE_INFINITY, heartbeat);
      this.#beginSave();
      await this.#goOnSaving(Number.POSITIVE_INFINITY, heartbeat);
    });
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
    const begunAt = this.#deps.now();
    const tally = new Tally();
    const out: OutRecord[] = [];
    const breath = new Breath(this.#deps.now);
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
    if (this.#isSaveDue(batch)) this.#beginSave();
    const tookMs = this.#deps.now() - begunAt;
    await this.#goOnSaving(this.#allowanceMs(tookMs, batch), () => batch.heartbeat());
  }

  #isSaveDue({ lag }: SourceBatch): boolean {
    const { snapshotMs } = this.#config;
    const dueMs = lag > BEHIND_RECORDS ? snapshotMs * BEHIND_INTERVALS : snapshotMs;
    return this.#deps.now() - this.#savedAt >= dueMs;
  }

  /** How long a save may go on after a batch that took so long: near the head half of the time. */
  #allowanceMs(tookMs: number, { lag }: SourceBatch): number {
    const { saveMsMin } = this.#config;
    if (saveMsMin === undefined) return Number.POSITIVE_INFINITY;
    return lag > BEHIND_RECORDS ? tookMs / BEHIND_SAVE_PARTS : Math.max(tookMs, saveMsMin);
  }

  #beginSave(): void {
    const { changed, checkpoint, now } = this.#deps;
    const through = this.#through;
    if (this.#saving !== undefined) return;
    this.#savedAt = now();
    if (this.#isTorn || through === this.#savedThrough) return;
    const parts = changed(through)[Symbol.asyncIterator]();
    this.#saving = { parts, through, checkpoint: checkpoint(through), isOutdated: false };
  }

  /** At least one send, so that every batch brings a save nearer to its end. */
  async #goOnSaving(allowanceMs: number, heartbeat: () => Promise<void>): Promise<void> {
    const saving = this.#saving;
    if (saving === undefined || this.#isTorn) return;
    const { now, sink } = this.#deps;
    const until = now() + allowanceMs;
    this.#isTorn = true;
    let isOver = false;
    for (;;) {
      const out = await this.#nextParts(saving);
      isOver = out.at(-1) === saving.checkpoint;
      await sink.send(out);
      if (isOver || now() >= until) break;
      await heartbeat();
    }
    this.#isTorn = false;
    if (!isOver) return;
    this.#saving = undefined;
    if (!saving.isOutdated) this.#savedThrough = saving.through;
  }

  /** What goes in the next send; the checkpoint behind the last part. */
  async #nextParts({ checkpoint, parts }: Saving): Promise<readonly OutRecord[]> {
    const out: OutRecord[] = [];
    let bytes = 0;
    while (out.length < this.#config.partsPerSend && bytes < SEND_BYTES) {
      const next = await parts.next();
      if (next.done === true) return [...out, checkpoint];
      out.push(next.value);
      bytes += next.value.value?.byteLength ?? 0;
    }
    return out;
  }
}
