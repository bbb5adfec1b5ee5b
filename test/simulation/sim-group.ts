import { ShieldError } from '@hrd-shield/contracts';
import type { PartitionRef, SourceBatch, SourceHandlers } from '@hrd-shield/pipeline';
import type { Random } from '../faults/random.ts';
import type { Flaw } from './flaws.ts';
import type { SimLog } from './sim-log.ts';
import type { Life, SimTime } from './sim-time.ts';

export interface GroupDeps {
  readonly time: SimTime;
  readonly log: SimLog;
  readonly random: Random;
  /** Told of everything that is done, in order: what a replay must repeat. */
  readonly note: (what: string) => void;
  readonly flaw: Flaw | undefined;
}

interface Member {
  readonly life: Life;
  readonly handlers: SourceHandlers;
  /** What the member does in one epoch; the next one waits for it. */
  serving: Promise<void>;
}

const BATCH_MAX = 12;
const POLL_MS = 40;
const BACKOFF_MS = 60;
/** Share of batches of which their member cannot tell in time whether the partition is still its own. */
const IN_DOUBT = 0.03;

/**
 * A consumer group over the simulated log. Every change of its members begins a new epoch: the
 * partitions are dealt anew, batches of the epoch before are stale and its commits are refused.
 */
export class SimGroup {
  readonly id: string;
  readonly #topics: readonly string[];
  readonly #deps: GroupDeps;
  readonly #members: Member[] = [];
  #epoch = 0;

  constructor(id: string, topics: readonly string[], deps: GroupDeps) {
    this.id = id;
    this.#topics = topics;
    this.#deps = deps;
  }

  /** True when everything on the topics is committed. */
  get isDrained(): boolean {
    const { log } = this.#deps;
    return this.#topics
      .flatMap((topic) => log.partitionsOf(topic))
      .every((at) => log.committed(this.id, at) >= log.records(at).length);
  }

  join(life: Life, handlers: SourceHandlers): void {
    this.#members.push({ life, handlers, serving: Promise.resolve() });
    this.deal();
  }

  /** Deals the partitions to whoever lives. */
  deal(): void {
    this.#epoch += 1;
    const alive = this.#members.filter(({ life }) => !life.isOver);
    const partitions = this.#topics.flatMap((topic) => this.#deps.log.partitionsOf(topic));
    const first = this.#deps.random.between(0, Math.max(0, alive.length - 1));
    alive.forEach((member, index) => {
      const own = partitions.filter((_, n) => (n + first) % alive.length === index);
      const epoch = this.#epoch;
      member.serving = member.serving.then(() => this.#serve(member, own, epoch));
    });
  }

  async #serve(member: Member, own: readonly PartitionRef[], epoch: number): Promise<void> {
    const { time } = this.#deps;
    const { handlers, life } = member;
    const isStale = (): boolean => epoch !== this.#epoch;
    while (!isStale() && !life.isOver) {
      handlers.onRevoked?.(this.#topics.flatMap((topic) => this.#deps.log.partitionsOf(topic)));
      try {
        await this.#take(member, own, isStale);
      } catch (fault) {
        if (!(fault instanceof ShieldError && fault.retryable)) throw fault;
        await time.wait(BACKOFF_MS, life);
      }
    }
  }

  /** Takes batches from where the group stands until something fails or the partitions go. */
  async #take(
    { handlers, life }: Member,
    own: readonly PartitionRef[],
    isStale: () => boolean,
  ): Promise<void> {
    const { log, random, time } = this.#deps;
    const starts = (await handlers.onAssigned?.(own)) ?? [];
    if (isStale()) return;
    for (const at of starts) {
      // What lies before a later start is done.
      if (Number(at.offset) > log.committed(this.id, at))
        log.commit(this.id, at, Number(at.offset));
    }
    const next = new Map(
      own.map((at) => {
        const start = starts.find(
          (one) => one.topic === at.topic && one.partition === at.partition,
        );
        return [at, start === undefined ? log.committed(this.id, at) : Number(start.offset)];
      }),
    );
    const commits = { last: Promise.resolve(), fault: undefined as unknown };
    while (!isStale()) {
      if (commits.fault !== undefined) throw commits.fault;
      const ready = own.filter((at) => log.records(at).length > (next.get(at) ?? 0));
      const at = ready[random.between(0, Math.max(0, ready.length - 1))];
      if (at === undefined) {
        await time.wait(POLL_MS, life);
        continue;
      }
      await log.latency(life);
      const from = next.get(at) ?? 0;
      const records = log.records(at).slice(from, from + random.between(1, BATCH_MAX));
      next.set(at, from + records.length);
      await this.#handle(
        { at, records, nextOffset: from + records.length },
        {
          handlers,
          life,
          isStale,
          commits,
        },
      );
    }
  }

  async #handle(
    {
      at,
      nextOffset,
      records,
    }: Pick<SourceBatch, 'records'> & {
      readonly at: PartitionRef;
      readonly nextOffset: number;
    },
    by: Pick<Member, 'handlers' | 'life'> & {
      readonly isStale: () => boolean;
      readonly commits: { last: Promise<void>; fault: unknown };
    },
  ): Promise<void> {
    const { log, note, random } = this.#deps;
    const { commits, handlers, isStale, life } = by;
    const place = `${this.id} ${placeOf(at)}`;
    note(`${place} ${nextOffset - records.length}..${nextOffset}`);
    const effects: Promise<void>[] = [];
    const isInDoubt = random.next() < IN_DOUBT;
    const commit = async (): Promise<void> => {
      await log.latency(life);
      if (isStale() || nextOffset <= log.committed(this.id, at)) return;
      log.commit(this.id, at, nextOffset);
      note(`${place} commit ${nextOffset}`);
    };
    if (this.#deps.flaw === 'commit-before-effect') await commit();
    await handlers.onBatch({
      ...at,
      records,
      nextOffset: String(nextOffset),
      lag: log.records(at).length - nextOffset,
      isStale: () => isInDoubt || isStale(),
      heartbeat: async () => undefined,
      commitAfter: (effect) => void effects.push(effect),
    });
    if (isInDoubt) {
      note(`${place} in doubt`);
      throw new ShieldError('kafka.unavailable');
    }
    const before = commits.last;
    commits.last = Promise.all([before, ...effects])
      .then(commit)
      .catch((fault: unknown) => {
        commits.fault = fault;
        // A later batch must not commit past one that failed.
        throw fault;
      });
    commits.last.catch(() => undefined);
  }
}

function placeOf({ partition, topic }: PartitionRef): string {
  return `${topic}[${partition}]`;
}
