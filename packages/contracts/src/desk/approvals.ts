import { z } from 'zod';
import { field } from '../field.ts';
import {
  CaseId,
  DefenderRef,
  HoldId,
  MeasureRef,
  RemedyId,
  ResponderRef,
  StatementCode,
} from '../ids.ts';
import { EpochMs } from '../units.ts';
import {
  ADVERSE_ACTIONS,
  ADVERSE_GROUNDS,
  ADVERSE_ORIGINS,
  HOLD_STATES,
  REMEDY_CAUSES,
  REMEDY_OPTIONS,
} from '../vocabulary.ts';
import { HOLD_OPTIONS } from '../workflow/hold-messages.ts';
import { PageQuery, pageOf } from './page.ts';
import { routes } from './route.ts';
import { Note, Reasons } from './tasks.ts';

/**
 * A hold as those see it who decide: what the platform asks to do and on what ground, and never
 * what was written.
 */
export const HoldShown = z.object({
  id: HoldId,
  defender: DefenderRef,
  action: z.enum(ADVERSE_ACTIONS),
  origin: z.enum(ADVERSE_ORIGINS),
  ground: z.enum(ADVERSE_GROUNDS),
  state: z.enum(HOLD_STATES),
  askedAt: EpochMs,
  dueAt: EpochMs,
  allowedBy: z.array(ResponderRef),
  decidedBy: ResponderRef.optional(),
  version: z.number().int(),
});

/** A remedy case as those see it who decide; `firstDeciders` may not decide again. */
export const RemedyShown = z.object({
  id: RemedyId,
  defender: DefenderRef,
  cause: z.enum(REMEDY_CAUSES),
  case: CaseId.optional(),
  hold: HoldId.optional(),
  instance: MeasureRef.optional(),
  state: z.enum(['open', 'overdue', ...REMEDY_OPTIONS]),
  firstDeciders: z.array(ResponderRef),
  openedAt: EpochMs,
  dueAt: EpochMs,
  decidedBy: ResponderRef.optional(),
  decidedAt: EpochMs.optional(),
  version: z.number().int(),
});

const AtHold = z.strictObject({ hold: HoldId });
const AtRemedy = z.strictObject({ remedy: RemedyId });

/** Holds of adverse actions, remedies and appeals. */
export const APPROVAL_ROUTES = routes({
  listHolds: {
    method: 'GET',
    path: '/v1/holds',
    summary: 'Adverse actions that wait for approvers, the earliest due first',
    resource: 'Hold',
    status: 200,
    query: PageQuery,
    reply: pageOf(HoldShown),
    audit: 'refusals',
  },
  readHold: {
    method: 'GET',
    path: '/v1/holds/{hold}',
    summary: 'One hold: neither the account nor the platform’s id of the action',
    resource: 'Hold',
    status: 200,
    params: AtHold,
    reply: z.object({ hold: HoldShown }),
    versioned: true,
    audit: 'every-use',
  },
  decideHold: {
    method: 'POST',
    path: '/v1/holds/{hold}/decision',
    summary: 'Refuses the action, or allows it as one of two approvers',
    resource: 'Hold',
    status: 202,
    params: AtHold,
    body: z.strictObject({
      option: z.enum(HOLD_OPTIONS),
      reasons: Reasons,
      note: Note.optional(),
    }),
    reply: z.object({ hold: HoldId, option: z.enum(HOLD_OPTIONS) }),
    once: true,
    audit: 'every-use',
  },
  listRemedies: {
    method: 'GET',
    path: '/v1/remedies',
    summary: 'What has to be made good, the earliest due first',
    resource: 'Remedy',
    status: 200,
    query: PageQuery,
    reply: pageOf(RemedyShown),
    audit: 'refusals',
  },
  readRemedy: {
    method: 'GET',
    path: '/v1/remedies/{remedy}',
    summary: 'One remedy',
    resource: 'Remedy',
    status: 200,
    params: AtRemedy,
    reply: z.object({ remedy: RemedyShown }),
    versioned: true,
    audit: 'every-use',
  },
  decideRemedy: {
    method: 'POST',
    path: '/v1/remedies/{remedy}/decision',
    summary: 'Decides, as somebody who took no part in what it looks at',
    resource: 'Remedy',
    status: 202,
    params: AtRemedy,
    body: z.strictObject({
      option: z.enum(REMEDY_OPTIONS),
      reasons: Reasons,
      note: Note.optional(),
    }),
    reply: z.object({ remedy: RemedyId, option: z.enum(REMEDY_OPTIONS) }),
    once: true,
    audit: 'every-use',
  },
  openAppeal: {
    method: 'POST',
    path: '/v1/appeals',
    summary: 'Appeals with the code of a statement of reasons; needs no account',
    resource: 'Remedy',
    status: 202,
    body: z.strictObject({ statement: StatementCode }),
    reply: z.object({
      remedy: RemedyId,
      dueAt: field(EpochMs, 'answered by then, epoch ms', 'plain'),
    }),
    once: true,
    audit: 'every-use',
  },
  appealCase: {
    method: 'POST',
    path: '/v1/cases/{case}/appeal',
    summary: 'Appeals for a defender against how a case was handled',
    resource: 'Remedy',
    status: 202,
    params: z.strictObject({ case: CaseId }),
    reply: z.object({ remedy: RemedyId, dueAt: EpochMs }),
    once: true,
    audit: 'every-use',
  },
});
