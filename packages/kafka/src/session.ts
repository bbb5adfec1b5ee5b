import type { ShieldError } from '@hrd-shield/contracts';
import type { PartitionRef, SourceHandlers } from '@hrd-shield/pipeline';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { Commits } from './commits.ts';
import { createClient, unavailable } from './connection.ts';
import { screenInPlace } from './in-place/install.ts';
import { Liveness } from './liveness.ts';
import { bytesOf, type OpenedConsumer, openConsumer, runConsumer } from './open-consumer.ts';
import { OpenEffects } from './open-effects.ts';
import { Placement } from './placement.ts';
import { Progress } from './progress.ts';
import { asFault, inDoubt, isFatal, type SessionEvents } from './session-faults.ts';
import { batchOf, type Handling } from './source-batch.ts';
import {
  backoffMs,
  HEARTBEAT_MS,
  rebalanceTimeoutMs,
  type SourceSettings,
  sleep,
} from './source-settings.ts';
import { findStartOffsets, offsetGap, type StartOffset } from './start-offsets.ts';
import { inConsumerSpan } from './tracing.ts';

const STOP_TIMEOUT_MS = 10_000;
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
  readonly #client: OpenedConsumer;
  readonly #consumer: Consumer;
  readonly #commits: Commits;
  /** As whom the group knows this session, or did. */
  memberId: string | undefined;
  #epoch = 0;
  #assigned: readonly PartitionRef[] = [];
  #settled: Promise<void> = new Promise(() => undefined);
  /** The assignment that is being taken, or was last: the next one waits for it. */
  #taking: Promise<void> = Promise.resolve();
  #isSettled = false;
  #running: Promise<void> = Promise.resolve();
  readonly #liveness: Liveness;
  readonly #effects = new OpenEffects();
  readonly #placement = new Placement(this.progress);
  #closing = false;
  #failures = 0;
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
      this.die(offsetGap(this.#where(), 'the client lost its place'), true);
    });
    this.#client = openConsumer(this.#kafka, settings);
    this.#consumer = this.#client.consumer;
    this.#commits = new Commits(this.progress, {
      isWanted: settings.commits,
      write: (offsets) => this.#consumer.commitOffsets(offsets),
      stuckMs: rebalanceTimeoutMs(settings),
      onStuck: (fault) => this.die(fault, false),
    });
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

  /**
   * Joins the group. @returns once its assignment is settled @throws when it ended before
   *
   * @param former member that ended without leaving, for whom the group would wait
   */
  async open(former?: string): Promise<void> {
    const joined = new Promise<void>((resolve) => {
      this.#onJoined = resolve;
    });
    this.#listen();
    const begun = this.#begin(former);
    try {
      // The client has been seen to wait for an answer without end.
      await Promise.race([begun, joined]);
    } catch (error) {
      throw unavailable(error);
    }
    await joined;
    if (!this.#closing) return;
    // Should it come through after all, nobody may stay in the group unseen.
    void begun.then(() => this.#consumer.disconnect()).catch(() => undefined);
    throw unavailable(undefined, 'the session ended while it was joining');
  }

  /** Ends one that is dead or gives no sign, also while it joins. Whoever holds it closes it. */
  die(cause: ShieldError, fatal: boolean): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#suspend();
    this.#onJoined?.();
    this.#events.onDead(cause, fatal);
  }

  /** Lets the running batch finish, commits, leaves. Bounded by a deadline. */
  async close(): Promise<void> {
    const isDead = this.#closing;
    this.#closing = true;
    this.#onJoined?.();
    clearInterval(this.#commitTimer);
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_TIMEOUT_MS);
    });
    await Promise.race([this.#running.catch(() => undefined), bound]);
    await Promise.race([this.#effects.drained(), bound]);
    // A dead client commits nothing more, and its last try is not worth the wait.
    if (!isDead) await Promise.race([this.#commits.flush(), bound]);
    this.#suspend();
    this.#revoke();
    await Promise.race([this.#consumer.disconnect().catch(() => undefined), bound]);
    this.#endScreening();
    // A waiting timer would keep a drained process alive.
    clearTimeout(timer);
  }

  #listen(): void {
    const { events } = this.#consumer;
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.memberId = payload.memberId;
      this.#join(payload.memberAssignment);
    });
    this.#consumer.on(events.REBALANCING, () => this.#suspend());
    this.#consumer.on(events.FETCH, () => this.#liveness.fetched());
    this.#consumer.on(events.HEARTBEAT, () => this.#liveness.beat());
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      // Control records and compacted ones: the client moves on without asking the handler.
      if (payload.batchSize > 0) return;
      const { topic, partition } = payload;
      this.progress.moveTo({ topic, partition }, BigInt(payload.lastOffset) + 1n);
    });
    this.#consumer.on(events.CRASH, ({ payload }) => this.die(unavailable(payload.error), false));
  }

  async #begin(former: string | undefined): Promise<void> {
    const { commitIntervalMs, keyFilter, topics } = this.#settings;
    if (keyFilter !== undefined) this.#endScreening = screenInPlace(topics, keyFilter);
    const eachBatch = (payload: EachBatchPayload) => this.#eachBatch(payload);
    await runConsumer(this.#client, { eachBatch, former, settings: this.#settings });
    if (this.#closing) return;
    this.#commitTimer = setInterval(() => void this.#commits.commit(), commitIntervalMs);
  }

  #where(): PartitionRef {
    return this.#assigned[0] ?? { topic: this.#settings.topics.join(','), partition: -1 };
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
    await this.#commits.settled();
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
        if (isFatal(error)) return this.die(asFault(error), true);
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
    const isOver = (): boolean => this.#closing || !payload.isRunning();
    await this.#effects.untilRoom(this.#settings.maxOpenBytes, payload.heartbeat, isOver);
    await payload.heartbeat();
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

  /** A stale batch is asked for again; a client that lost its place is not trusted. */
  #isExpected({ batch }: EachBatchPayload): boolean {
    const { isExpected, lost, next } = this.#placement.look(batch);
    if (lost !== undefined) this.die(lost, true);
    else if (!isExpected) {
      this.#consumer.seek({ topic: batch.topic, partition: batch.partition, offset: String(next) });
    }
    return isExpected;
  }

  /** Handling or its effects failed: forget, wait, take the same partitions again. */
  #afterFailure(error: unknown, epoch: number): void {
    if (epoch !== this.#epoch) return;
    if (isFatal(error)) {
      this.die(asFault(error), true);
      return;
    }
    this.#events.onFault(asFault(error));
    this.#suspend();
    this.#settled = this.#retake(this.#epoch);
  }

  async #retake(epoch: number): Promise<void> {
    const waitMs = backoffMs(this.#failures);
    this.#failures += 1;
    await this.#commits.flush();
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
}
