import {
  type Boxed,
  commandEvent,
  commandId,
  deriveId,
  encodeBinary,
  type MeasureRef,
  type ProtectionAck,
  type ProtectionCommand,
} from '@hrd-shield/contracts';
import type { OutRecord } from '@hrd-shield/pipeline';
import {
  CONFORMANCE_CODES,
  type ConformanceCode,
  EXCHANGES,
  type Exchange,
  type ExchangeStep,
} from './exchanges.ts';

/** An acknowledgement as it came, in log order. */
export interface ArrivedAck {
  readonly key: string;
  /** Undefined when it is none. */
  readonly ack: ProtectionAck | undefined;
}

/** The way to an adapter and back: topics, or the adapter itself in a test. */
export interface ConformanceWire {
  /** Appends commands to what the adapter consumes. */
  send(records: readonly Omit<OutRecord, 'topic'>[]): Promise<void>;
  /** Everything that it has answered so far. */
  arrived(): readonly ArrivedAck[];
}

export interface ConformanceDeps {
  readonly wire: ConformanceWire;
  /** Boxes an account to the platform. */
  readonly box: (account: string) => Boxed;
  /** Boxes it to somebody else. */
  readonly boxForeign: (account: string) => Boxed;
  /** Wall time, epoch ms. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface ConformanceConfig {
  /** A test account of the platform: measures are really applied to it, and lifted. */
  readonly account: string;
  /** A measure that the platform knows. */
  readonly measure: string;
  /** Makes the ids of this run its own. */
  readonly run: string;
  /** Longest wait for one answer, ms. */
  readonly answerMsMax: number;
}

export interface ConformanceFault {
  readonly exchange: string;
  /** Which step, from 1. */
  readonly step: number;
  readonly code: ConformanceCode;
  readonly explanation: string;
  readonly seen: string;
}

export interface ConformanceReport {
  readonly ok: boolean;
  readonly exchanges: readonly {
    readonly id: string;
    readonly says: string;
    readonly ok: boolean;
  }[];
  readonly faults: readonly ConformanceFault[];
}

const HOUR_MS = 3_600_000;
const POLL_MS = 20;

/** Plays every recorded exchange against an adapter and says what is wrong with its answers. */
export async function runConformance(
  deps: ConformanceDeps,
  config: ConformanceConfig,
): Promise<ConformanceReport> {
  const faults: ConformanceFault[] = [];
  const exchanges = [];
  for (const exchange of EXCHANGES) {
    const found = await playExchange(exchange, deps, config);
    faults.push(...found);
    exchanges.push({ id: exchange.id, says: exchange.says, ok: found.length === 0 });
  }
  return { ok: faults.length === 0, exchanges, faults };
}

interface Sent {
  readonly step: ExchangeStep;
  readonly command: ProtectionCommand;
}

async function playExchange(
  exchange: Exchange,
  deps: ConformanceDeps,
  config: ConformanceConfig,
): Promise<readonly ConformanceFault[]> {
  const faults: ConformanceFault[] = [];
  const begunAt = deps.now();
  const note = (step: number, code: ConformanceCode, seen: string): void => {
    const explanation = CONFORMANCE_CODES[code];
    faults.push({ exchange: exchange.id, step: step + 1, code, explanation, seen });
  };
  for (let from = 0; from < exchange.steps.length; ) {
    let to = from + 1;
    while (exchange.steps[to]?.isTogether === true) to += 1;
    const group = exchange.steps.slice(from, to).map((step): Sent => {
      const command = commandOf(exchange, step, { begunAt, config, deps });
      return { step, command };
    });
    await deps.wait(group[0]?.step.afterMs ?? 0);
    const seenBefore = deps.wire.arrived().length;
    await deps.wire.send(group.map(({ command }) => recordOf(command)));
    const answers = await answersTo(group, seenBefore, { deps, config });
    for (const [index, sent] of group.entries()) {
      for (const [code, seen] of wrongWith(sent, answers[index], config)) {
        note(from + index, code, seen);
      }
    }
    const places = answers.map((answer) => answer?.place ?? -1);
    const isOrdered = places.every((place, i) => i === 0 || place > (places[i - 1] ?? -1));
    if (!isOrdered && !places.includes(-1)) note(from, 'order.broken', places.join(' '));
    const strangers = deps.wire
      .arrived()
      .slice(seenBefore)
      .filter(({ ack }) => ack === undefined);
    if (strangers.length > 0) note(from, 'ack.unreadable', `${strangers.length} records`);
    from = to;
  }
  return faults;
}

interface Answered {
  readonly place: number;
  readonly key: string;
  readonly ack: ProtectionAck;
}

/** The last answer to each command: the first one that is more than an acceptance. */
async function answersTo(
  group: readonly Sent[],
  from: number,
  { config, deps }: { readonly deps: ConformanceDeps; readonly config: ConformanceConfig },
): Promise<readonly (Answered | undefined)[]> {
  const look = (): readonly (Answered | undefined)[] => {
    const arrived = deps.wire.arrived().slice(from);
    return group.map(({ command }) => {
      const place = arrived.findIndex(
        ({ ack }) => ack?.command === command.id && ack.status !== 'accepted',
      );
      const found = arrived[place];
      return found?.ack === undefined ? undefined : { place, key: found.key, ack: found.ack };
    });
  };
  const endsAt = deps.now() + config.answerMsMax;
  while (look().includes(undefined) && deps.now() < endsAt) await deps.wait(POLL_MS);
  return look();
}

function wrongWith(
  { command, step }: Sent,
  answered: Answered | undefined,
  { account }: ConformanceConfig,
): readonly (readonly [ConformanceCode, string])[] {
  if (answered === undefined) return [['ack.missing', `no answer to ${step.act}`]];
  const { ack, key } = answered;
  const found: [ConformanceCode, string][] = [];
  if (!step.expect.includes(ack.status)) found.push([step.otherwise, ack.status]);
  const isHis =
    ack.instance === command.instance &&
    ack.defender === command.defender &&
    ack.case === command.case &&
    key === command.defender;
  if (!isHis) found.push(['ack.misplaced', 'another measure, case or defender']);
  const isRefusal = ack.status === 'refused' || ack.status === 'failed';
  if (isRefusal && (ack.reason ?? '') === '') found.push(['ack.no-reason', ack.status]);
  if (ack.reason?.includes(account) === true) found.push(['ack.names-account', 'in the reason']);
  return found;
}

function commandOf(
  exchange: Exchange,
  step: ExchangeStep,
  from: {
    readonly begunAt: number;
    readonly config: ConformanceConfig;
    readonly deps: ConformanceDeps;
  },
): ProtectionCommand {
  const { begunAt, config, deps } = from;
  const names = [config.run, exchange.id];
  const instance = deriveId('m', ...names, step.instance ?? 0) as MeasureRef;
  const box = step.isForeign === true ? deps.boxForeign : deps.box;
  return {
    id: commandId(instance, step.act, step.round ?? 0),
    act: step.act,
    measure: config.measure as ProtectionCommand['measure'],
    instance,
    defender: deriveId('d', ...names) as ProtectionCommand['defender'],
    case: deriveId('k', ...names) as ProtectionCommand['case'],
    account: box(config.account),
    issuedAt: begunAt,
    expiresAt: begunAt + (step.endsAfterMs ?? HOUR_MS),
  };
}

function recordOf(command: ProtectionCommand): Omit<OutRecord, 'topic'> {
  const event = commandEvent(command, { source: 'hrd-shield/conformance' });
  return encodeBinary(event, command.defender);
}
