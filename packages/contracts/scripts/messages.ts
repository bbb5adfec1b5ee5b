import type { z } from 'zod';
import {
  ACCOUNT_EVENTS,
  ActorNotice,
  AuditRoot,
  BACKGROUND_EVENTS,
  CONNECTIVITY_EVENTS,
  CONTENT_EVENTS,
  CrewCandidate,
  DeadLetter,
  DesignationRecord,
  HoldRecord,
  INTERNAL_TYPES,
  IngestProgress,
  ListNotice,
  Looks,
  MachineAudit,
  MeasureSwitch,
  Outcome,
  PROFILE_EVENTS,
  ProtectedLooks,
  ProtectionAck,
  ProtectionCommand,
  ProtectionPart,
  REPORT_EVENTS,
  RiskSignal,
  ScreeningPart,
  Sighting,
  SignalActors,
  StageRecord,
  TargetingEvent,
  TargetingHint,
  TargetingRecord,
  type TopicId,
} from '../src/index.ts';

/** A message that travels in an envelope on a topic. */
export interface Message {
  /** CloudEvents type. */
  readonly type: string;
  readonly topic: TopicId;
  readonly schema: z.ZodType;
}

/** What is inside a sealed field: never on a topic in clear. */
export interface SealedPart {
  readonly name: string;
  readonly within: string;
  readonly schema: z.ZodType;
}

const carriedBy = (topic: TopicId, types: Readonly<Record<string, z.ZodType>>) =>
  Object.entries(types).map(([type, schema]): Message => ({ type, topic, schema }));

/** Every message of every topic. */
export const MESSAGES: readonly Message[] = [
  ...carriedBy('accountEvents', ACCOUNT_EVENTS),
  ...carriedBy('contentEvents', CONTENT_EVENTS),
  ...carriedBy('reportEvents', REPORT_EVENTS),
  ...carriedBy('profileEvents', PROFILE_EVENTS),
  ...carriedBy('connectivity', CONNECTIVITY_EVENTS),
  ...carriedBy('backgroundStats', BACKGROUND_EVENTS),
  { type: INTERNAL_TYPES.designation, topic: 'designations', schema: DesignationRecord },
  { type: INTERNAL_TYPES.listNotice, topic: 'listNotices', schema: ListNotice },
  { type: INTERNAL_TYPES.actorNotice, topic: 'actorNotices', schema: ActorNotice },
  { type: INTERNAL_TYPES.targeting, topic: 'targetingEvents', schema: TargetingRecord },
  { type: INTERNAL_TYPES.sighting, topic: 'sightings', schema: StageRecord },
  { type: INTERNAL_TYPES.progress, topic: 'ingestProgress', schema: IngestProgress },
  { type: INTERNAL_TYPES.looks, topic: 'protectedLooks', schema: ProtectedLooks },
  { type: INTERNAL_TYPES.signal, topic: 'riskSignals', schema: RiskSignal },
  { type: INTERNAL_TYPES.command, topic: 'protectionCommands', schema: ProtectionCommand },
  { type: INTERNAL_TYPES.ack, topic: 'protectionAcks', schema: ProtectionAck },
  { type: INTERNAL_TYPES.outcome, topic: 'outcomes', schema: Outcome },
  { type: INTERNAL_TYPES.hold, topic: 'holds', schema: HoldRecord },
  { type: INTERNAL_TYPES.measureSwitch, topic: 'measureSwitches', schema: MeasureSwitch },
  { type: INTERNAL_TYPES.machineAudit, topic: 'machineAudit', schema: MachineAudit },
  { type: INTERNAL_TYPES.auditRoot, topic: 'auditRoots', schema: AuditRoot },
  { type: INTERNAL_TYPES.deadLetter, topic: 'deadLetters', schema: DeadLetter },
];

/** What lies inside the seals of messages; its schema cannot be seen on the topic. */
export const SEALED_PARTS: readonly SealedPart[] = [
  { name: 'screening-part', within: 'DesignationRecord.screening', schema: ScreeningPart },
  { name: 'protection-part', within: 'DesignationRecord.protection', schema: ProtectionPart },
  { name: 'targeting-event', within: 'TargetingRecord.sealed', schema: TargetingEvent },
  { name: 'targeting-hint', within: 'TargetingRecord.sealed', schema: TargetingHint },
  { name: 'sighting', within: 'StageRecord.sealed', schema: Sighting },
  { name: 'crew-candidate', within: 'StageRecord.sealed', schema: CrewCandidate },
  { name: 'looks', within: 'ProtectedLooks.sealed', schema: Looks },
  { name: 'signal-actors', within: 'RiskSignal.actors', schema: SignalActors },
];

/** Short name of a type: `org.hrdshield.content.posted.v1` is `content.posted.v1`. */
export function shortName(type: string): string {
  return type.replace(/^org\.hrdshield\./, '');
}
