import {
  commandEvent,
  type DefenderRef,
  encodeBinary,
  type ProtectionAck,
  ShieldError,
  type SignalDelivery,
} from '@hrd-shield/contracts';
import {
  decideProtection,
  initialProtection,
  nextDeadline,
  type ProtectionEffect,
  type ProtectionFact,
  type ProtectionInput,
  type ProtectionPolicy,
  type ProtectionState,
} from '@hrd-shield/domain/protection';
import { type OutRecord, outcomeRecord } from '@hrd-shield/pipeline';
import type { Random } from '../faults/random.ts';
import type { Flaw } from './flaws.ts';
import type { SimLog } from './sim-log.ts';
import { Life, type SimTime } from './sim-time.ts';
import { TOPICS } from './sim-topics.ts';

export interface CasesDeps {
  readonly time: SimTime;
  readonly log: SimLog;
  readonly random: Random;
  readonly policy: ProtectionPolicy;
  readonly note: (what: string) => void;
  readonly flaw: Flaw | undefined;
}

/** A workflow as its server keeps it: its state and what is still to be carried out. */
interface Running {
  state: ProtectionState;
  readonly waiting: ProtectionEffect[];
  readonly facts: ProtectionFact[];
}

const SOURCE = 'simulation';
const RETRY_MS = 80;
const CLOCK_MS = 100;

/**
 * The workflows of protection as a durable server runs them: an update is in the state before it is
 * answered, an answer may be lost, and effects are tried until they succeed, so sometimes twice.
 * The rules are the domain's.
 */
export class SimCases {
  readonly #deps: CasesDeps;
  readonly #running: Running[] = [];
  /** The server; it does not end with the processes that ask it. */
  readonly #life = new Life();
  /** Share of answers that are lost, 0 to 1. */
  lost = 0;

  constructor(deps: CasesDeps) {
    this.#deps = deps;
    void this.#keepTime();
  }

  /** Every protection that was ever started. */
  all(): readonly Pick<Running, 'facts' | 'state'>[] {
    return this.#running;
  }

  get isIdle(): boolean {
    return this.#running.every(({ waiting }) => waiting.length === 0);
  }

  /** @throws ShieldError `temporal.unavailable`; what was said may have been taken */
  async deliverSignals(delivery: SignalDelivery, life: Life): Promise<void> {
    await this.#ask(life, () => {
      const found = this.#living(delivery.profile.defender);
      const isFlawed = this.#deps.flaw === 'starts-twice' && this.#deps.random.next() < 0.2;
      const to = found === undefined || isFlawed ? this.#start(delivery.profile.defender) : found;
      this.#take(to, { kind: 'signals', at: this.#deps.time.now(), delivery });
    });
  }

  /** @returns false when no protection waits for them */
  async deliverAcks(acks: readonly ProtectionAck[], life: Life): Promise<boolean> {
    const [first] = acks;
    if (first === undefined) return false;
    return this.#ask(life, () => {
      const to = this.#living(first.defender);
      if (to === undefined) return false;
      for (const ack of acks) this.#take(to, { kind: 'ack', at: this.#deps.time.now(), ack });
      return true;
    });
  }

  /** Every consent is withdrawn: what is on must go off. */
  withdrawAll(): void {
    for (const each of this.#running) {
      this.#take(each, { kind: 'withdrawal', at: this.#deps.time.now() });
    }
  }

  async #ask<T>(life: Life, answer: () => T): Promise<T> {
    const { log, random } = this.#deps;
    await log.latency(life);
    if (random.next() < this.lost / 2) throw new ShieldError('temporal.unavailable');
    const answered = answer();
    await log.latency(life);
    if (random.next() < this.lost / 2) throw new ShieldError('temporal.unavailable');
    return answered;
  }

  #living(defender: DefenderRef): Running | undefined {
    return this.#running.find(({ state }) => state.defender === defender && !state.done);
  }

  #start(defender: DefenderRef): Running {
    const state = initialProtection(defender, this.#deps.time.now());
    const made: Running = { state, waiting: [], facts: [] };
    this.#running.push(made);
    void this.#carryOut(made);
    return made;
  }

  #take(to: Running, input: ProtectionInput): void {
    const { effects, facts, state } = decideProtection(to.state, input, this.#deps.policy);
    to.state = state;
    to.facts.push(...facts);
    to.waiting.push(...effects);
    for (const { kind } of facts) this.#deps.note(`${state.defender} ${kind}`);
  }

  async #keepTime(): Promise<void> {
    const { policy, time } = this.#deps;
    for (;;) {
      await time.wait(CLOCK_MS, this.#life);
      for (const each of this.#running) {
        const due = nextDeadline(each.state, policy);
        if (!each.state.done && due !== undefined && due <= time.now()) {
          this.#take(each, { kind: 'clock', at: time.now() });
        }
      }
    }
  }

  /** One after the other; what fails is tried again, with the effect there or not. */
  async #carryOut(of: Running): Promise<void> {
    const { log, time } = this.#deps;
    const sink = log.sink(this.#life);
    for (;;) {
      const [next] = of.waiting;
      if (next === undefined) {
        await time.wait(RETRY_MS, this.#life);
        continue;
      }
      const record = recordOf(next);
      try {
        if (record !== undefined) await sink.send([record]);
        of.waiting.shift();
      } catch {
        await time.wait(RETRY_MS, this.#life);
      }
    }
  }
}

/** @returns undefined for what leaves no record: rows of the board, words to people */
function recordOf(effect: ProtectionEffect): OutRecord | undefined {
  if (effect.kind === 'command') {
    const { command } = effect;
    const event = commandEvent(command, { source: SOURCE });
    return { topic: TOPICS.commands, ...encodeBinary(event, command.defender) };
  }
  if (effect.kind !== 'outcome') return undefined;
  return outcomeRecord(effect.outcome, TOPICS.outcomes, SOURCE);
}
