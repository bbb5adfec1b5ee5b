import { ShieldError } from '@hrd-shield/contracts';
import type { RecordSource, SourceHandlers } from '@hrd-shield/pipeline';
import { unavailable } from './connection.ts';
import { Session } from './session.ts';
import {
  backoffMs,
  type KafkaSourceConfig,
  type SourceSettings,
  settingsOf,
  sleep,
} from './source-settings.ts';

/** Joins a group and hands batches to one handler, whatever becomes of the client underneath. */
export function createKafkaSource(config: KafkaSourceConfig): RecordSource {
  return new KafkaSource(settingsOf(config), config.onFault ?? (() => undefined));
}

const WATCH_MS = 1_000;
/** A look that comes this late tells of a process without time. */
const LATE_MS = 5 * WATCH_MS;

/**
 * One member of a group for as long as the process lives. A session of the client that fails or
 * hangs is replaced by a new one, with the handlers as they are; what was not committed comes
 * again.
 */
export class KafkaSource implements RecordSource {
  readonly #settings: SourceSettings;
  readonly #onFault: (fault: ShieldError) => void;
  #handlers: SourceHandlers | undefined;
  #session: Session | undefined;
  #watch: NodeJS.Timeout | undefined;
  /** The session that failed for good and has no successor yet. */
  #dead: Session | undefined;
  #building: Promise<void> | undefined;
  #stopped = false;
  #gaveUp = false;
  #isHung = false;
  #lookedAt = performance.now();

  constructor(settings: SourceSettings, onFault: (fault: ShieldError) => void) {
    this.#settings = settings;
    this.#onFault = onFault;
  }

  async start(handlers: SourceHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#watch = setInterval(() => this.#checkProgress(), WATCH_MS);
    await this.#work(this.#build());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watch);
    await this.#session?.close();
    await this.#building;
  }

  isHealthy(): boolean {
    const session = this.#session;
    if (this.#gaveUp || this.#stopped || session === undefined) return false;
    const { watchdogMs } = this.#settings;
    return session.isJoined && session.idleMs() < watchdogMs && session.silentMs() < watchdogMs;
  }

  lag(): number {
    return this.#session?.progress.lag() ?? 0;
  }

  /** Opens sessions until one holds. Each attempt has a client of its own. */
  async #build(): Promise<void> {
    const handlers = this.#handlers;
    if (handlers === undefined) return;
    for (let attempt = 0; !this.#stopped && !this.#gaveUp; attempt += 1) {
      const session = new Session(this.#settings, handlers, {
        onFault: this.#onFault,
        onDead: (cause, fatal) => this.#bury(session, cause, fatal),
      });
      this.#session = session;
      try {
        await session.open();
        return;
      } catch (error) {
        if (this.#dead !== session && !this.#stopped) this.#onFault(unavailable(error));
        this.#dead = undefined;
        await session.close();
        await sleep(backoffMs(attempt));
      }
    }
  }

  #bury(dead: Session, cause: ShieldError, fatal: boolean): void {
    this.#onFault(cause);
    if (dead !== this.#session || this.#stopped) return;
    if (fatal) this.#gaveUp = true;
    this.#dead = dead;
    this.#replaceDead();
  }

  /** One after the other: what dies while its successor is being made is seen when that is over. */
  #replaceDead(): void {
    const dead = this.#dead;
    if (this.#building !== undefined || this.#stopped || dead === undefined) return;
    this.#dead = undefined;
    void this.#work(this.#rebuild(dead));
  }

  #work(building: Promise<void>): Promise<void> {
    this.#building = building.finally(() => {
      this.#building = undefined;
      this.#replaceDead();
    });
    return this.#building;
  }

  async #rebuild(dead: Session): Promise<void> {
    await dead.close();
    await sleep(backoffMs(0));
    await this.#build();
  }

  #checkProgress(): void {
    const session = this.#session;
    const lateMs = performance.now() - this.#lookedAt;
    this.#lookedAt = performance.now();
    // A process that had no time itself can say nothing of the broker.
    if (lateMs > LATE_MS) return;
    this.#checkHandler((session?.silentMs() ?? 0) >= this.#settings.watchdogMs);
    if (session === undefined || this.#building !== undefined) return;
    if (session.idleMs() < this.#settings.watchdogMs) return;
    const detail = 'no fetch within the watchdog bound; the client is built anew';
    this.#bury(session, new ShieldError('kafka.unavailable', { detail }), false);
  }

  /** A hung handler cannot be ended: it is told of once, and the group gives its partitions away. */
  #checkHandler(isHung: boolean): void {
    if (isHung && !this.#isHung) {
      const detail = 'the handler gave no sign within the watchdog bound';
      this.#onFault(new ShieldError('kafka.unavailable', { detail }));
    }
    this.#isHung = isHung;
  }
}
