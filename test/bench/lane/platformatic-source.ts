import { ShieldError } from '@hrd-shield/contracts';
import type { PartitionRef, RecordSource, SourceBatch, SourceHandlers } from '@hrd-shield/pipeline';
import { Consumer } from '@platformatic/kafka';
import { OpenEffects } from '../../../packages/kafka/src/open-effects.ts';
import { keyOf, Progress } from '../../../packages/kafka/src/progress.ts';
import { isFatal } from '../../../packages/kafka/src/session-faults.ts';
import { backoffMs, sleep } from '../../../packages/kafka/src/source-settings.ts';
import { offsetGap } from '../../../packages/kafka/src/start-offsets.ts';
import type { ConformanceSettings } from '../../harness/log-conformance/place.ts';
import { findStarts, isOutOfRange } from './find-starts.ts';
import { type FetchedPartition, readPartition } from './read-partition.ts';

const HEARTBEAT_MS = 1_000;
const MAX_WAIT_MS = 250;
const FETCH_BYTES = 1_048_576;
const STOP_TIMEOUT_MS = 10_000;
const READ_COMMITTED = 1;

/**
 * The port on @platformatic/kafka: one loop that joins, takes an assignment, fetches and hands on,
 * so that nothing of it runs twice. The client beats by itself, which would hide a hung handler:
 * one that gives no sign for the session time makes the member leave.
 */
export class PlatformaticSource implements RecordSource {
  readonly #settings: ConformanceSettings;
  readonly #progress = new Progress();
  readonly #effects = new OpenEffects();
  #consumer: Consumer | undefined;
  /** What the group gave, and what of it the loop has taken. */
  #assigned: readonly PartitionRef[] = [];
  #taken: readonly PartitionRef[] = [];
  #handlers: SourceHandlers | undefined;
  /** Counts the assignments; what began under an earlier one is stale. */
  #epoch = 0;
  #takenEpoch = -1;
  #running: Promise<void> = Promise.resolve();
  #signAt: number | undefined;
  #stopped = false;
  #gaveUp = false;
  #failed: unknown;
  #failures = 0;
  #timers: NodeJS.Timeout[] = [];

  constructor(settings: ConformanceSettings) {
    this.#settings = settings;
  }

  async start(handlers: SourceHandlers): Promise<void> {
    this.#handlers = handlers;
    const { commitIntervalMs } = this.#settings;
    this.#timers = [
      setInterval(() => void this.#commit(), commitIntervalMs),
      setInterval(() => this.#watch(), HEARTBEAT_MS),
    ];
    await new Promise<void>((settled) => {
      this.#running = this.#run(handlers, settled);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    let bound: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      bound = setTimeout(resolve, STOP_TIMEOUT_MS);
    });
    await Promise.race([this.#running.then(() => this.#effects.drained()), late]);
    await Promise.race([this.#commit(), late]);
    this.#revoke(this.#handlers);
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.race([this.#leave(), late]);
    clearTimeout(bound);
  }

  isHealthy(): boolean {
    return !this.#stopped && !this.#gaveUp && this.#isTaken && !this.#isHung();
  }

  lag(): number {
    return this.#progress.lag();
  }

  get #isTaken(): boolean {
    return this.#takenEpoch === this.#epoch;
  }

  #isHung(): boolean {
    const { watchdogMs = this.#settings.sessionTimeoutMs } = this.#settings;
    return this.#signAt !== undefined && performance.now() - this.#signAt >= watchdogMs;
  }

  /** A member whose handler hangs lets its partitions go. */
  #watch(): void {
    if (!this.#isHung() || this.#consumer === undefined) return;
    this.#fault('the handler gave no sign within the watchdog bound');
    void this.#leave();
  }

  #fault(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    const fault =
      error instanceof ShieldError ? error : new ShieldError('kafka.unavailable', { detail });
    this.#settings.onFault?.(fault);
  }

  async #run(handlers: SourceHandlers, settled: () => void): Promise<void> {
    while (!this.#stopped && !this.#gaveUp) {
      try {
        this.#rethrow();
        const consumer = this.#consumer ?? (await this.#join());
        if (!this.#isTaken) await this.#take(consumer, handlers);
        settled();
        await this.#untilRoom();
        if (this.#isTaken) await this.#poll(consumer, handlers);
      } catch (error) {
        await this.#recover(error);
      }
    }
    settled();
  }

  /** What an effect left behind fails the loop once. */
  #rethrow(): void {
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed !== undefined) throw failed;
  }

  async #recover(error: unknown): Promise<void> {
    if (this.#stopped) return;
    this.#fault(error);
    this.#gaveUp = isFatal(error);
    this.#epoch += 1;
    if (this.#gaveUp) return this.#leave();
    await this.#commit();
    await sleep(backoffMs(this.#failures));
    this.#failures += 1;
  }

  async #join(): Promise<Consumer> {
    const { connection, groupId, sessionTimeoutMs, topics } = this.#settings;
    const consumer = new Consumer({
      clientId: connection.clientId,
      bootstrapBrokers: [...connection.brokers],
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs * 2,
      heartbeatInterval: HEARTBEAT_MS,
      autocommit: false,
      isolationLevel: READ_COMMITTED,
      // Another attempt of a commit joins anew first, and then moves what may be another's.
      retries: false,
    });
    consumer.on('error', (error) => this.#fault(error));
    consumer.on('consumer:group:rebalance', () => {
      this.#epoch += 1;
    });
    consumer.on('consumer:group:join', ({ assignments = [] }) => {
      this.#epoch += 1;
      this.#assigned = assignments.flatMap(({ partitions, topic }) =>
        partitions.map((partition) => ({ topic, partition })),
      );
    });
    consumer.topics.trackAll(...topics);
    await consumer.joinGroup();
    this.#consumer = consumer;
    return consumer;
  }

  async #leave(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this.#epoch += 1;
    await consumer?.close(true).catch(() => undefined);
  }

  async #take(consumer: Consumer, handlers: SourceHandlers): Promise<void> {
    await this.#effects.drained();
    this.#effects.reset();
    const epoch = this.#epoch;
    const assigned = this.#assigned;
    this.#revoke(handlers);
    const starts = await findStarts(consumer, assigned);
    if (epoch !== this.#epoch) return;
    this.#progress.clear();
    for (const start of starts) this.#progress.assign(start);
    const wanted = (await handlers.onAssigned?.(assigned)) ?? [];
    if (epoch !== this.#epoch) return;
    for (const at of wanted) {
      this.#progress.moveTo(at, BigInt(at.offset));
      this.#progress.done(at, BigInt(at.offset));
    }
    this.#takenEpoch = epoch;
    this.#taken = assigned;
  }

  #revoke(handlers: SourceHandlers | undefined): void {
    if (this.#taken.length > 0) handlers?.onRevoked?.(this.#taken);
    this.#taken = [];
  }

  async #poll(consumer: Consumer, handlers: SourceHandlers): Promise<void> {
    const epoch = this.#epoch;
    for (const { at, response } of await this.#fetch(consumer)) {
      if (epoch !== this.#epoch || this.#stopped) return;
      await this.#hand(at, response, handlers);
    }
  }

  async #fetch(
    consumer: Consumer,
  ): Promise<readonly { at: PartitionRef; response: FetchedPartition }[]> {
    if (this.#taken.length === 0) {
      await sleep(MAX_WAIT_MS);
      return [];
    }
    const { topics } = await consumer.metadata({ topics: [...this.#settings.topics] });
    const wanted = [...topics].map(([topic, { id }]) => ({
      topic,
      topicId: id,
      partitions: this.#taken
        .filter((at) => at.topic === topic)
        .map((at) => ({
          partition: at.partition,
          fetchOffset: this.#progress.nextOf(at) ?? 0n,
          currentLeaderEpoch: -1,
          lastFetchedEpoch: -1,
          partitionMaxBytes: FETCH_BYTES,
        })),
    }));
    const [first] = this.#taken;
    const node = topics.get(first?.topic ?? '')?.partitions[first?.partition ?? 0]?.leader ?? 0;
    const answer = await consumer
      .fetch({
        node,
        topics: wanted.map(({ partitions, topicId }) => ({ topicId, partitions })),
        maxWaitTime: MAX_WAIT_MS,
        minBytes: 1,
        maxBytes: FETCH_BYTES,
        isolationLevel: READ_COMMITTED,
      })
      .catch((error: unknown) => {
        throw isOutOfRange(error) && first !== undefined
          ? offsetGap(first, 'the client lost its place')
          : error;
      });
    return answer.responses.flatMap(({ partitions, topicId }) => {
      const topic = wanted.find((one) => one.topicId === topicId)?.topic ?? '';
      return partitions.map((response) => ({
        at: { topic, partition: response.partitionIndex },
        response,
      }));
    });
  }

  async #hand(
    at: PartitionRef,
    response: FetchedPartition,
    handlers: SourceHandlers,
  ): Promise<void> {
    const from = this.#progress.nextOf(at);
    if (from === undefined) return;
    const { next, records } = readPartition(response, from);
    if (next === from) return;
    if (records.length === 0) return this.#progress.moveTo(at, next);
    const epoch = this.#epoch;
    const effects: Promise<void>[] = [];
    const sign = (): void => {
      this.#signAt = performance.now();
    };
    const batch: SourceBatch = {
      ...at,
      records,
      nextOffset: String(next),
      lag: Number(response.highWatermark - next),
      isStale: () => epoch !== this.#epoch,
      heartbeat: async () => sign(),
      commitAfter: (effect) => {
        effect.catch(() => undefined);
        effects.push(effect);
      },
    };
    sign();
    try {
      await handlers.onBatch(batch);
    } finally {
      this.#signAt = undefined;
    }
    if (batch.isStale()) return;
    this.#progress.handled(at, next, response.highWatermark);
    const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    this.#effects.add(
      effects,
      () => {
        if (epoch !== this.#epoch) return;
        this.#failures = 0;
        this.#progress.done(at, next);
      },
      (error) => {
        if (epoch === this.#epoch) this.#failed = error;
      },
      bytes,
    );
  }

  async #untilRoom(): Promise<void> {
    while (this.#effects.isFull(this.#settings.maxOpenBytes) && this.#isTaken && !this.#stopped) {
      await Promise.race([this.#effects.oneSettled(), sleep(HEARTBEAT_MS)]);
    }
  }

  async #commit(): Promise<void> {
    const offsets = this.#progress.uncommitted();
    const consumer = this.#consumer;
    const mine = new Set(this.#taken.map(keyOf));
    const known = offsets.filter((at) => mine.has(keyOf(at)));
    if (consumer === undefined || known.length === 0 || this.#isRebalancing()) return;
    try {
      await consumer.commit({
        offsets: known.map((at) => ({ ...at, offset: BigInt(at.offset), leaderEpoch: -1 })),
      });
      this.#progress.markCommitted(known);
    } catch {
      // In a rebalance the next owner starts at the older commit: doubled work, nothing lost.
    }
  }

  /** The client has another assignment than the loop. */
  #isRebalancing(): boolean {
    return this.#assigned.length !== this.#taken.length;
  }
}
