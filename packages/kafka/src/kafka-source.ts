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

export class KafkaSource implements RecordSource {
  readonly #settings: SourceSettings;
  readonly #onFault: (fault: ShieldError) => void;
  #handlers: SourceHandlers | undefined;
  #session: Session | undefined;
  #watch: NodeJS.Timeout | undefined;
  #rebuilding: Promise<void> | undefined;
  #stopped = false;
  #gaveUp = false;

  constructor(settings: SourceSettings, onFault: (fault: ShieldError) => void) {
    this.#settings = settings;
    this.#onFault = onFault;
  }

  async start(handlers: SourceHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#watch = setInterval(() => this.#checkProgress(), WATCH_MS);
    await this.#build();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watch);
    await this.#session?.close();
    await this.#rebuilding;
  }

  isHealthy(): boolean {
    const session = this.#session;
    if (this.#gaveUp || this.#stopped || session === undefined) return false;
    return session.isJoined && session.idleMs() < this.#settings.watchdogMs;
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
        onDead: (cause, fatal) => this.#replace(session, cause, fatal),
      });
      this.#session = session;
      try {
        await session.open();
        return;
      } catch (error) {
        this.#onFault(unavailable(error));
        await session.close();
        await sleep(backoffMs(attempt));
      }
    }
  }

  #replace(dead: Session, cause: ShieldError, fatal: boolean): void {
    this.#onFault(cause);
    if (dead !== this.#session || this.#stopped || this.#rebuilding !== undefined) return;
    if (fatal) this.#gaveUp = true;
    this.#rebuilding = this.#rebuild(dead).finally(() => {
      this.#rebuilding = undefined;
    });
  }

  async #rebuild(dead: Session): Promise<void> {
    await dead.close();
    await sleep(backoffMs(0));
    await this.#build();
  }

  #checkProgress(): void {
    const session = this.#session;
    if (session === undefined || session.idleMs() < this.#settings.watchdogMs) return;
    const detail = 'no fetch within the watchdog bound; the client is built anew';
    this.#replace(session, new ShieldError('kafka.unavailable', { detail }), false);
  }
}
