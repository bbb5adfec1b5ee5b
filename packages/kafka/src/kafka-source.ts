import { ShieldError } from '@hrd-shield/contracts';
import type { RecordSource, SourceHandlers } from '@hrd-shield/pipeline';
import { passing } from './access-faults.ts';
import { unavailable } from './connection.ts';
import { Session } from './session.ts';
import { finalOf, isFatal } from './session-faults.ts';
import {
  backoffMs,
  type KafkaSourceConfig,
  rebalanceTimeoutMs,
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
/** Beyond the longest wait of a group: the client has been seen to wait for a join without end. */
const QUIET_MARGIN_MS = 10_000;

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
  /** As whom the last session that joined was in the group. */
  #former: string | undefined;
  #stopped = false;
  #end: ShieldError | undefined;
  #tellEnd: (fault: ShieldError) => void = () => undefined;
  /** Rejects once no waiting and no new session is tried any more. */
  readonly ended: Promise<never>;
  #isHung = false;
  #lookedAt = performance.now();
  #heardAt = performance.now();
  #wasLetIn = false;
  #leaveContact: () => void = () => undefined;

  constructor(settings: SourceSettings, onFault: (fault: ShieldError) => void) {
    this.#settings = settings;
    this.#onFault = onFault;
    this.ended = new Promise<never>((_, reject) => {
      this.#tellEnd = reject;
    });
    // Whoever starts a reader waits for it; nobody else need.
    this.ended.catch(() => undefined);
  }

  async start(handlers: SourceHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#heardAt = performance.now();
    this.#watch = setInterval(() => this.#checkProgress(), WATCH_MS);
    const { contact } = this.#settings.connection;
    this.#leaveContact = contact?.join(() => this.unheardMs()) ?? (() => undefined);
    await this.#work(this.#build());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watch);
    this.#leaveContact();
    await this.#session?.close();
    await this.#building;
  }

  isHealthy(): boolean {
    const session = this.#session;
    if (this.#isOver() || session === undefined) return false;
    const { watchdogMs } = this.#settings;
    return (
      session.isJoined && session.idleMs() < watchdogMs && session.signs.silentMs() < watchdogMs
    );
  }

  lag(): number {
    return this.#session?.progress.lag() ?? 0;
  }

  /** Since a broker last answered, ms. */
  unheardMs(): number {
    return performance.now() - this.#heardAt;
  }

  /** Opens sessions until one holds. Each attempt has a client of its own. */
  async #build(): Promise<void> {
    const handlers = this.#handlers;
    if (handlers === undefined) return;
    for (let attempt = 0; !this.#isOver(); attempt += 1) {
      this.#former = this.#session?.memberId ?? this.#former;
      const session = new Session(this.#settings, handlers, {
        onHeard: () => {
          this.#heardAt = performance.now();
          this.#wasLetIn = true;
        },
        onFault: (fault) => this.#onFault(this.#told(fault)),
        onDead: (cause, fatal) => this.#bury(session, cause, fatal),
      });
      this.#session = session;
      try {
        await session.open(this.#former);
        return;
      } catch (error) {
        const fault = this.#told(unavailable(error));
        if (isFatal(fault)) this.#giveUp(fault);
        else if (this.#dead !== session && !this.#isOver()) this.#onFault(fault);
        this.#dead = undefined;
        await session.close();
        if (this.#end === undefined) await sleep(backoffMs(attempt));
      }
    }
  }

  #bury(dead: Session, cause: ShieldError, fatal: boolean): void {
    const isOld = dead !== this.#session || this.#stopped;
    if (!fatal || isOld) this.#onFault(this.#told(cause));
    if (isOld) return;
    if (fatal) this.#giveUp(cause);
    this.#dead = dead;
    this.#replaceDead();
  }

  /** Stopped, or ended for good. */
  #isOver(): boolean {
    return this.#stopped || this.#end !== undefined;
  }

  #told(fault: ShieldError): ShieldError {
    return this.#wasLetIn ? passing(fault) : fault;
  }

  #giveUp(cause: ShieldError): void {
    if (this.#end !== undefined) return;
    this.#end = finalOf(cause);
    this.#onFault(this.#end);
    this.#tellEnd(this.#end);
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
    if (lateMs > LATE_MS) this.#heardAt = this.#lookedAt;
    if (lateMs > LATE_MS || this.#end !== undefined) return;
    if (this.#isAbandoned()) return;
    this.#checkHandler((session?.signs.silentMs() ?? 0) >= this.#settings.watchdogMs);
    if (session === undefined) return;
    const isIdle = session.idleMs() >= this.#settings.watchdogMs;
    const quietMsMax = rebalanceTimeoutMs(this.#settings) + QUIET_MARGIN_MS;
    if (!isIdle && session.signs.quietMs() < quietMsMax) return;
    const what = isIdle ? 'no fetch within the watchdog bound' : 'a join that nobody answers';
    const detail = `${what}; the client is built anew`;
    session.die(new ShieldError('kafka.unavailable', { detail }), false);
  }

  /** Whoever started the process decides what becomes of it once it has waited long enough. */
  #isAbandoned(): boolean {
    const { giveUpMs = Number.POSITIVE_INFINITY } = this.#settings.connection;
    if (this.unheardMs() < giveUpMs) return false;
    const detail = `no broker has answered for ${Math.round(giveUpMs / 1_000)} s`;
    this.#giveUp(new ShieldError('kafka.gave-up', { detail }));
    // Ends a join that is under way as well.
    void this.#session?.close();
    return true;
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
