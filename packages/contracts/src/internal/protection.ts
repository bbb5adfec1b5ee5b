import { z } from 'zod';
import { field } from '../field.ts';
import { Boxed, CaseId, CommandId, DefenderRef, MeasureName, MeasureRef } from '../ids.ts';
import { ParameterValue } from '../measure-parameters.ts';
import { EpochMs } from '../units.ts';
import { ACK_STATUSES, COMMAND_ACTS } from '../vocabulary.ts';
import { StatementOfReasons } from './statement-of-reasons.ts';

/** What the shield asks of the platform. At least once; the id is the idempotency key. */
export const ProtectionCommand = z.object({
  id: field(CommandId, 'idempotency key', 'pseudonym'),
  act: field(z.enum(COMMAND_ACTS), 'apply, probe or lift', 'plain'),
  measure: field(MeasureName, 'measure of the catalogue', 'content'),
  instance: field(
    MeasureRef,
    'the measure as applied here; apply, probe and lift share it',
    'pseudonym',
  ),
  defender: field(DefenderRef, 'for the order of commands', 'pseudonym'),
  case: field(CaseId, 'why', 'pseudonym'),
  account: field(Boxed, 'the account to protect, boxed to the platform adapter', 'identity'),
  actors: field(
    z.array(Boxed).max(1024).optional(),
    'accounts that the measure concerns, boxed to the platform adapter',
    'identity',
  ),
  parameters: field(
    z.record(z.string().max(32), ParameterValue).optional(),
    'how the measure works; names and values of the catalogue',
    'content',
  ),
  urgent: field(
    z.boolean().optional(),
    'answers direct harm: done before anything else, never queued',
    'content',
  ),
  statement: field(
    StatementOfReasons.optional(),
    'sent to each listed account when the measure is imposed',
    'content',
  ),
  tells: field(
    z
      .array(z.object({ measure: MeasureName, instance: MeasureRef }))
      .max(64)
      .optional(),
    'what a notice tells the defender of; naming the instance ends it in one step',
    'content',
  ),
  issuedAt: field(EpochMs, 'when it was asked, epoch ms', 'plain'),
  expiresAt: field(EpochMs, 'end of the measure even when no lift arrives, epoch ms', 'plain'),
});
export type ProtectionCommand = z.infer<typeof ProtectionCommand>;

/** What the platform answers. */
export const ProtectionAck = z.object({
  command: field(CommandId, 'the command answered', 'pseudonym'),
  instance: field(MeasureRef, 'the measure answered for', 'pseudonym'),
  defender: field(DefenderRef, 'for the order of acks', 'pseudonym'),
  case: field(CaseId, 'why', 'pseudonym'),
  status: field(z.enum(ACK_STATUSES), 'what became of it', 'plain'),
  reason: field(z.string().max(256).optional(), 'why refused or failed, without data', 'plain'),
  at: field(EpochMs, 'when, epoch ms', 'plain'),
});
export type ProtectionAck = z.infer<typeof ProtectionAck>;
