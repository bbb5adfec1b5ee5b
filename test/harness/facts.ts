import {
  type DefenderRef,
  Outcome,
  ProtectionAck,
  ProtectionCommand,
  RiskSignal,
  TargetingRecord,
} from '@hrd-shield/contracts';
import type { Pipeline } from './pipeline.ts';
import { readLog } from './read-log.ts';

type TargetingFact = Extract<TargetingRecord, { kind: 'event' }>;

/** Events of a defender on the targeting log, without hints and watermarks, in log order. */
export async function targetingOf(
  pipeline: Pick<Pipeline, 'at'>,
  defender: DefenderRef,
): Promise<readonly TargetingFact[]> {
  const records = await readLog(pipeline.at, 'targetingEvents');
  return records
    .map(({ event }) => TargetingRecord.parse(event?.data))
    .filter((record): record is TargetingFact => record.kind === 'event')
    .filter((record) => record.defender === defender);
}

export async function signalsOf(
  pipeline: Pipeline,
  defender: DefenderRef,
): Promise<readonly RiskSignal[]> {
  const records = await readLog(pipeline.at, 'riskSignals');
  return records
    .map(({ event }) => RiskSignal.parse(event?.data))
    .filter((signal) => signal.defender === defender);
}

export async function commandsOf(
  pipeline: Pipeline,
  defender: DefenderRef,
): Promise<readonly ProtectionCommand[]> {
  const records = await readLog(pipeline.at, 'protectionCommands');
  return records
    .map(({ event }) => ProtectionCommand.parse(event?.data))
    .filter((command) => command.defender === defender);
}

export async function acksOf(
  pipeline: Pipeline,
  defender: DefenderRef,
): Promise<readonly ProtectionAck[]> {
  const records = await readLog(pipeline.at, 'protectionAcks');
  return records
    .map(({ event }) => ProtectionAck.parse(event?.data))
    .filter((ack) => ack.defender === defender);
}

export async function outcomesOf(
  pipeline: Pipeline,
  defender: DefenderRef,
): Promise<readonly Outcome[]> {
  const records = await readLog(pipeline.at, 'outcomes');
  return records
    .map(({ event }) => Outcome.parse(event?.data))
    .filter((outcome) => outcome.defender === defender);
}
