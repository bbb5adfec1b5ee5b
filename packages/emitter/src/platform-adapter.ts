import {
  decodeRecord,
  encodeBinary,
  INTERNAL_TYPES,
  type ProtectionAck,
  ProtectionCommand,
  topicName,
} from '@hrd-shield/contracts';
import type {
  OutRecord,
  RecordSink,
  RecordSource,
  SourceBatch,
  SourceRecord,
} from '@hrd-shield/pipeline';
import { type Answer, type AnswerDeps, answerCommand } from './answer-command.ts';

/** The wire of the platform, and what it does on a command. */
export interface PlatformAdapterDeps extends AnswerDeps {
  /** Consumes the command topic, one group for the platform. */
  readonly source: RecordSource;
  readonly sink: RecordSink;
}

export interface PlatformAdapterConfig {
  /** CloudEvents source of the acks. */
  readonly ackSource: string;
  readonly topicPrefix?: string;
  /** Answers kept so that a repeated command gets the same one. Default 100,000. */
  readonly answersMax?: number;
}

/** What the adapter has done so far; every sum is over distinct or repeated commands as named. */
export interface AdapterCounts {
  readonly commands: number;
  readonly repeated: number;
  readonly unreadable: number;
  readonly acks: number;
}

/** The consumer side of a platform: takes commands, carries them out once, answers each. */
export interface PlatformAdapter {
  start(): Promise<void>;
  stop(): Promise<void>;
  counts(): AdapterCounts;
}

const ANSWERS_MAX = 100_000;
/** Defenders whose commands are carried out at once. */
const SIDE_BY_SIDE_MAX = 64;

/**
 * Each command is carried out once by its id, however often it arrives; a repetition is answered
 * as before. The offset moves after the acks are appended.
 */
export function createPlatformAdapter(
  deps: PlatformAdapterDeps,
  config: PlatformAdapterConfig,
): PlatformAdapter {
  const answers = new Map<string, Answer>();
  const counts = { commands: 0, repeated: 0, unreadable: 0, acks: 0 };
  const answerOnce = async (command: ProtectionCommand): Promise<Answer> => {
    const before = answers.get(command.id);
    if (before !== undefined) {
      counts.repeated += 1;
      return before;
    }
    counts.commands += 1;
    const given = await answerCommand(deps, command);
    // What failed may be asked again under the same id.
    // What was looked at may look different the next time.
    const isFinal = given.status !== 'failed' && command.act !== 'probe';
    if (isFinal) remember(answers, command.id, given, config.answersMax);
    return given;
  };
  const onBatch = async (batch: SourceBatch): Promise<void> => {
    const inOrder = new Map<string, ProtectionCommand[]>();
    for (const record of batch.records) {
      const command = readCommand(record);
      if (command === undefined) {
        counts.unreadable += 1;
        continue;
      }
      inOrder.set(command.defender, [...(inOrder.get(command.defender) ?? []), command]);
    }
    // In order for each defender; a slow action for one keeps nobody else waiting.
    const groups = [...inOrder.values()];
    for (let from = 0; from < groups.length; from += SIDE_BY_SIDE_MAX) {
      await Promise.all(groups.slice(from, from + SIDE_BY_SIDE_MAX).map(answerGroup(batch)));
    }
  };
  const answerGroup =
    (batch: SourceBatch) =>
    async (commands: readonly ProtectionCommand[]): Promise<void> => {
      const acks: OutRecord[] = [];
      for (const command of commands) {
        const given = await answerOnce(command);
        acks.push(ackRecord(command, given, { ...config, at: deps.now() }));
        await batch.heartbeat();
      }
      await deps.sink.send(acks);
      counts.acks += acks.length;
    };
  return {
    start: () => deps.source.start({ onBatch }),
    stop: () => deps.source.stop(),
    counts: () => ({ ...counts }),
  };
}

function remember(
  answers: Map<string, Answer>,
  id: string,
  given: Answer,
  answersMax = ANSWERS_MAX,
): void {
  answers.set(id, given);
  const oldest = answers.keys().next();
  if (answers.size > answersMax && !oldest.done) answers.delete(oldest.value);
}

/** @returns undefined when the record is no command of this version */
export function readCommand(record: SourceRecord): ProtectionCommand | undefined {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(record.headers ?? {})) {
    if (value !== undefined) headers[name] = String(Array.isArray(value) ? value[0] : value);
  }
  const decoded = decodeRecord({ key: record.key, value: record.value, headers });
  if (!decoded.ok || decoded.event.type !== INTERNAL_TYPES.command) return undefined;
  const parsed = ProtectionCommand.safeParse(decoded.event.data);
  return parsed.success ? parsed.data : undefined;
}

function ackRecord(
  command: ProtectionCommand,
  given: Answer,
  as: PlatformAdapterConfig & { readonly at: number },
): OutRecord {
  const ack: ProtectionAck = {
    command: command.id,
    instance: command.instance,
    defender: command.defender,
    case: command.case,
    status: given.status,
    at: as.at,
    ...(given.reason === undefined ? {} : { reason: given.reason }),
  };
  const event = {
    specversion: '1.0' as const,
    id: `${command.id}/${given.status}`,
    source: as.ackSource,
    type: INTERNAL_TYPES.ack,
    time: new Date(as.at).toISOString(),
    datacontenttype: 'application/json',
    data: ack,
  };
  const { headers, value } = encodeBinary(event, command.defender);
  const topic = topicName('protectionAcks', as.topicPrefix);
  return { topic, key: command.defender, value, headers };
}
