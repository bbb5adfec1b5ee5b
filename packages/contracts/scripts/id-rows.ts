import type { z } from 'zod';
import {
  AccountId,
  ActorRef,
  Boxed,
  CampaignId,
  CaseId,
  CommandId,
  DefenderRef,
  EventRef,
  HoldId,
  MeasureName,
  MeasureRef,
  ObjectRef,
  OutcomeId,
  ResponderRef,
  Sealed,
  SignalId,
  TaskId,
} from '../src/index.ts';
import { toJsonSchema } from './json-schema.ts';

interface IdRow {
  readonly name: string;
  readonly pattern: string;
  readonly made: string;
}

function row(name: string, schema: z.ZodType, made: string): IdRow {
  return { name, pattern: toJsonSchema(schema).pattern ?? '1 to 128 characters', made };
}

/** Every kind of id and what it is made from. */
export const ID_ROWS: readonly IdRow[] = [
  row('AccountId', AccountId, 'the platform; on its own topics only'),
  row('DefenderRef', DefenderRef, 'random per designation'),
  row('ActorRef', ActorRef, 'keyed hash of the account that acts'),
  row('EventRef', EventRef, 'keyed hash of source and platform event id'),
  row('ObjectRef', ObjectRef, 'keyed hash of a platform object id'),
  row('CampaignId', CampaignId, 'defender, first event'),
  row('SignalId', SignalId, 'campaign, tier, crossing'),
  row('CaseId', CaseId, 'defender, campaign'),
  row('MeasureRef', MeasureRef, 'defender, measure, round'),
  row('CommandId', CommandId, 'measure, act, attempt'),
  row('TaskId', TaskId, 'case, question, ordinal'),
  row('OutcomeId', OutcomeId, 'kind, subject, step'),
  row('HoldId', HoldId, 'random per hold'),
  row('ResponderRef', ResponderRef, 'keyed hash of the signed-in subject'),
  row('MeasureName', MeasureName, 'the measure catalogue'),
  row('Sealed', Sealed, 'ciphertext under a data key'),
  row('Boxed', Boxed, "ciphertext to the platform adapter's public key"),
];

/** The name of the id that a pattern belongs to. */
export function idOfPattern(pattern: string): string | undefined {
  return ID_ROWS.find((one) => one.pattern === pattern)?.name;
}
