import type { ShieldError } from '@hrd-shield/contracts';
import type { PartitionRef, SourceHandlers } from '@hrd-shield/pipeline';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { createClient, unavailable } from './connection.ts';
import { screenInPlace } from './in-place/install.ts';
import { Liveness } from './liveness.ts';
import { bytesOf, openConsumer } from './open-consumer.ts';
import { OpenEffects } from './open-effects.ts';
import { Progress } from './progress.ts';
import { asFault, inDoubt, isFatal, type SessionEvents } from './session-faults.ts';
import { batchOf, type Handling } from './source-batch.ts';
import { backoffMs, HEARTBEAT_MS, type SourceSettings, sleep } from './source-settings.ts';
import { findStartOffsets, offsetGap, type StartOffset } from './start-offsets.ts';
import { inConsumerSpan } from './tracing.ts';

const STOP_TIMEOUT_MS = 10_000;
const COMMIT_FAILURES_MAX = 20;
const MISPLACED_MAX = 8;
/** Between looks at an assignment that was taken back while it settled. */
const SETTLE_POLL_MS = 50;
const RESET_LINE = 'Offset out of range, resetting to default offset';

/**
 * One life of a kafkajs consumer. An epoch numbers the assignments: whatever began in an earlier
 * epoch is stale. Partitions are all given up and taken anew at each join, since another member
 * may have worked on them in between.
 */
export class Session {
  readonly progress = new Progress();
  readonly #settings: SourceSettings;
  readonly #handlers: SourceHandlers;
  readonly #events: SessionEvents;
  readonly #kafka: Kafka;
  readonly #consumer: Consumer;
  #epoch = 0;
  #assigned: readonly PartitionRef[] = [];
  #settled: Promise<void> = new Promise(() => undefined);
  /** The assignment that is being taken, or was last: the next one waits for it. */
  #taking: Promise<void> = Promise.resolve();
  #isSettled = false;
  #running: Promise<void> = Promise.resolve();
  readonly #liveness: Liveness;
  readonly #effects = new OpenEffects();
  #closing = false;
  #failures = 0;
  #commitFailures = 0;
  #misplaced = 0;
  #onJoined: (() => void) | undefined;
  #commitTimer: NodeJS.Timeout | undefined;
  #endScreening: () => void = () => undefined;

  constructor(settings: SourceSettings, handlers: SourceHandlers, events: SessionEvents) {
    this.#settings = settings;
    this.#handlers = handlers;
    this.#events = events;
    this.#liveness = new Liveness(events.onHeard);
    this.#kafka = createClient(settings.connection, (line) => {
      // Until an assignment is settled the client asks at a place of its own, which does not count.
      if (line !== RESET_LINE || !this.#isSettled || settings.acceptOffsetGap) return;
      this.#die(offsetGap(this.#where(), 'the client lost its place'), true);
    });
    this.#consumer = openConsumer(this.#kafka, settings);
  }

  get isJoined(): boolean {
    return this.#isSettled && !this.#closing;
  }

  /** Ms since the client last asked the broker, 0 while a batch is being handled. */
  idleMs(): number {
    return this.#isSettled ? this.#liveness.idleMs() : 0;
  }

  /** Ms since broker and handler last gave a sign, whether an assignment is settled or not. */
  get signs(): Pick<Liveness, 'quietMs' | 'silentMs'> {
    return this.#liveness;
  }

  /** Joins the group. @returns once its assignment is settled @throws when it ended before */
  async open(): Promise<void> {
    const joined = new Promise<void>((resolve) => {
      this.#onJoined = resolve;
    });
    const { events } = this.#consumer;
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => this.#join(payload.memberAssignment));
    this.#consumer.on(events.REBALANCING, () => this.#suspend());
    this.#consumer.on(events.FETCH, () => this.#liveness.fetched());
    this.#consumer.on(events.HEARTBEAT, () => this.#liveness.beat());
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      // Control records and compacted ones: the client moves on without asking the handler.
      if (payload.batchSize > 0) return;
      const { topic, partition } = payload;
      this.progress.moveTo({ topic, partition }, BigInt(payload.lastOffset) + 1n);
    });
    this.#consumer.on(events.CRASH, ({ payload }) => this.#die(unavailable(payload.error), false));
    try {
      const { keyFilter, topics } = this.#settings;
      if (keyFilter !== undefined) this.#endScreening = screenInPlace(topics, keyFilter);
      await this.#consumer.connect();
      await this.#consumer.subscribe({ topics: [...this.#settings.topics], fromBeginning: true });
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 1,
        eachBatch: (payload) => this.#eachBatch(payload),
      });
    } catch (error) {
      throw unavailable(error);
    }
    this.#commitTimer = setInterval(() => void this.#commit(), this.#settings.commitIntervalMs);
    await joined;
    if (this.#closing) throw unavailable(undefined, 'the session ended while it was joining');
  }

  /** Lets the running batch finish, commits, leaves. Bounded by a deadline. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#onJoined?.();
    clearInterval(this.#commitTimer);
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_TIMEOUT_MS);
    });
    await Promise.race([this.#running.catch(() => undefined), bound]);
    await Promise.race([this.#effects.drained(), bound]);
    await Promise.race([this.#commit(), bound]);
    this.#suspend();
    this.#revoke();
    await Promise.race([this.#consumer.disconnect().catch(() => undefined), bound]);
    this.#endScreening();
    // A waiting timer would keep a drained process alive.
    clearTimeout(timer);
  }

  #where(): PartitionRef {
    return this.#assigned[0] ?? { topic: this.#settings.topics.join(','), partition: -1 };
  }

  #die(cause: ShieldError, fatal: boolean): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#suspend();
    this.#onJoined?.();
    this.#events.onDead(cause, fatal);
  }

  #suspend(): void {
    this.#epoch += 1;
    this.#isSettled = false;
  }

  #revoke(): void {
    const revoked = this.#assigned;
    this.#assigned = [];
    if (revoked.length > 0) this.#handlers.onRevoked?.(revoked);
  }

  #join(assignment: Readonly<Record<string, number[]>>): void {
    this.#suspend();
    this.#liveness.beat();
    const partitions = Object.entries(assignment).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition })),
    );
    this.#settled = this.#settle(this.#epoch, partitions);
  }

  /** One after the other: an older assignment that restores for long must not end the later one. */
  #settle(epoch: number, partitions: readonly PartitionRef[]): Promise<void> {
    const turn = this.#taking.then(() => this.#take(epoch, partitions));
    this.#taking = turn.catch(() => undefined);
    return turn;
  }

  /** Takes an assignment: waits for the batch in work, asks where to start, then lets go. */
  async #take(epoch: number, partitions: readonly PartitionRef[]): Promise<void> {
    await this.#running.catch(() => undefined);
    await this.#effects.drained();
    this.#effects.reset();
    for (let attempt = 0; epoch === this.#epoch && !this.#closing; attempt += 1) {
      try {
        this.#revoke();
        this.#assigned = partitions;
        const starts = await findStartOffsets(this.#kafka, this.#settings, partitions);
        if (epoch !== this.#epoch) return;
        this.#seekAll(starts);
        const wanted = await this.#handlers.onAssigned?.(partitions, () => epoch !== this.#epoch);
        if (epoch !== this.#epoch) return;
        for (const { topic, partition, offset } of wanted ?? []) {
          this.#consumer.seek({ topic, partition, offset });
          this.progress.moveTo({ topic, partition }, BigInt(offset));
          this.progress.done({ topic, partition }, BigInt(offset));
        }
        this.#isSettled = true;
        this.#onJoined?.();
        return;
      } catch (error) {
        if (isFatal(error)) return this.#die(asFault(error), true);
        this.#events.onFault(asFault(error));
        await sleep(backoffMs(attempt));
      }
    }
  }

  #seekAll(starts: readonly StartOffset[]): void {
    this.progress.clear();
    for (const start of starts) {
      this.progress.assign(start);
      const { topic, partition, next } = start;
      this.#consumer.seek({ topic, partition, offset: String(next) });
    }
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    await this.#untilSettled(payload);
    const epoch = this.#epoch;
    const isStale = (): boolean =>
      epoch !== this.#epoch ||
      !payload.isRunning() ||
      this.#liveness.isExpired(this.#settings.sessionTimeoutMs);
    if (this.#closing || !this.#isSettled || isStale() || payload.isStale()) return;
    if (payload.batch.messages.length === 0 || !this.#isExpected(payload)) return;
    const beat: Handling = { fault: undefined, effects: [], sign: () => this.#liveness.sign() };
    const next = BigInt(payload.batch.lastOffset()) + 1n;
    const high = BigInt(payload.batch.highWatermark);
    const batch = batchOf(payload, { next, high, isStale, beat });
    const work = inConsumerSpan(batch, () => this.#handlers.onBatch(batch));
    this.#running = work;
    beat.sign();
    try {
      await work;
    } catch (error) {
      // The group asked for a new join: the library must see its own error.
      if (beat.fault !== undefined) throw beat.fault;
      return this.#afterFailure(error, epoch);
    } finally {
      this.#liveness.handled();
    }
    if (isStale()) return this.#closing ? undefined : this.#afterFailure(inDoubt(), epoch);
    this.progress.handled({ topic, partition }, next, high);
    payload.resolveOffset(payload.batch.lastOffset());
    this.#follow(beat.effects, {
      at: { topic, partition },
      epoch,
      next,
      bytes: this.#settings.maxOpenBytes === undefined ? 0 : bytesOf(payload),
    });
    await this.#untilRoom(payload);
    await payload.heartbeat();
  }

  /** Waits while too much is on its way, and keeps its place in the group meanwhile. */
  async #untilRoom(payload: EachBatchPayload): Promise<void> {
    const { maxOpenBytes } = this.#settings;
    while (this.#effects.isFull(maxOpenBytes) && !this.#closing && payload.isRunning()) {
      await Promise.race([this.#effects.oneSettled(), sleep(HEARTBEAT_MS)]);
      await payload.heartbeat();
    }
  }

  /** Apart from the batch on purpose: effects on their way must not keep its records alive. */
  #follow(
    effects: readonly Promise<void>[],
    done: {
      readonly at: PartitionRef;
      readonly epoch: number;
      readonly next: bigint;
      readonly bytes: number;
    },
  ): void {
    this.#effects.add(
      effects,
      () => {
        if (done.epoch !== this.#epoch) return;
        this.#failures = 0;
        this.progress.done(done.at, done.next);
      },
      (error) => this.#afterFailure(error, done.epoch),
      done.bytes,
    );
  }

  /**
   * A batch must begin where the last one ended. A stale one that was fetched before a seek is
   * asked for again; a client that lost its place more than that is not trusted.
   */
  #isExpected({ batch }: EachBatchPayload): boolean {
    const { topic, partition } = batch;
    const fetchedAt = (batch as unknown as { readonly fetchedOffset: string | number })
      .fetchedOffset;
    const next = this.progress.nextOf({ topic, partition });
    if (next === undefined || BigInt(String(fetchedAt)) === next) {
      this.#misplaced = 0;
      return true;
    }
    this.#misplaced += 1;
    if (this.#misplaced > MISPLACED_MAX) {
      this.#die(offsetGap({ topic, partition }, `expected ${next}, got ${fetchedAt}`), true);
    } else {
      this.#consumer.seek({ topic, partition, offset: String(next) });
    }
    return false;
  }

  /** Handling or its effects failed: forget, wait, take the same partitions again. */
  #afterFailure(error: unknown, epoch: number): void {
    if (epoch !== this.#epoch) return;
    if (isFatal(error)) {
      this.#die(asFault(error), true);
      return;
    }
    this.#events.onFault(asFault(error));
    this.#suspend();
    this.#settled = this.#retake(this.#epoch);
  }

  async #retake(epoch: number): Promise<void> {
    const waitMs = backoffMs(this.#failures);
    this.#failures += 1;
    await this.#commit();
    await sleep(waitMs);
    if (epoch === this.#epoch) await this.#settle(epoch, this.#assigned);
  }

  async #untilSettled(payload: EachBatchPayload): Promise<void> {
    while (!this.#isSettled && !this.#closing && payload.isRunning()) {
      const epoch = this.#epoch;
      const settled = this.#settled.then(() =>
        this.#isSettled ? undefined : sleep(SETTLE_POLL_MS),
      );
      await Promise.race([settled, sleep(HEARTBEAT_MS)]);
      if (!this.#isSettled && epoch === this.#epoch) await payload.heartbeat();
    }
  }

  async #commit(): Promise<void> {
    if (!this.#settings.commits) return;
    const offsets = this.progress.uncommitted();
    if (offsets.length === 0) return;
    try {
      await this.#consumer.commitOffsets(offsets);
      this.progress.markCommitted(offsets);
      this.#commitFailures = 0;
    } catch (error) {
      // In a rebalance the next owner starts at the older commit: doubled work, nothing lost.
      this.#commitFailures += 1;
      if (this.#commitFailures > COMMIT_FAILURES_MAX) this.#die(unavailable(error), false);
    }
  }
}
