import { z } from 'zod';
import { field } from '../field.ts';
import {
  CampaignId,
  CaseId,
  DefenderRef,
  ImprovementId,
  MeasureName,
  MeasureRef,
  OutcomeId,
  ResponderRef,
  SignalId,
  TaskId,
} from '../ids.ts';
import { Count, EpochMs, Ratio } from '../units.ts';
import { HARM_CLASSES, OUTCOME_KINDS, THREATS, TIERS, VERDICTS } from '../vocabulary.ts';

/**
 * An immutable fact about a signal, case, measure or task: one wide row. The id is derived from
 * what the fact is about, independent of any attempt, so a second copy is the same row.
 */
export const Outcome = z.object({
  id: field(OutcomeId, 'from kind, subject and step', 'pseudonym'),
  kind: field(z.enum(OUTCOME_KINDS), 'what happened', 'plain'),
  defender: field(DefenderRef, 'whom it concerns', 'pseudonym'),
  at: field(EpochMs, 'when, by the clock of whoever records it, epoch ms', 'plain'),
  eventAt: field(EpochMs.optional(), 'event time, where the fact has one, epoch ms', 'content'),
  firstEventAt: field(EpochMs.optional(), 'first event of the campaign, epoch ms', 'content'),
  campaign: CampaignId.optional(),
  case: CaseId.optional(),
  signal: SignalId.optional(),
  threat: z.enum(THREATS).optional(),
  tier: z.enum(TIERS).optional(),
  score: Ratio.optional(),
  actorCount: Count.optional(),
  eventCount: Count.optional(),
  measure: MeasureName.optional(),
  instance: MeasureRef.optional(),
  harm: z.enum(HARM_CLASSES).optional(),
  automatic: field(z.boolean().optional(), 'applied without a person', 'plain'),
  expiresAt: EpochMs.optional(),
  task: TaskId.optional(),
  responder: ResponderRef.optional(),
  scripted: field(z.boolean().optional(), 'decided by a script, not a person', 'plain'),
  option: field(z.string().max(64).optional(), 'option chosen, or rung reached', 'plain'),
  verdict: z.enum(VERDICTS).optional(),
  evidenceVersion: field(Count.optional(), 'version of the evidence that the decider saw', 'plain'),
  dueAt: EpochMs.optional(),
  reason: field(z.string().max(256).optional(), 'coded reason, without data', 'plain'),
  policyHash: z.string().optional(),
  language: field(
    z
      .string()
      .regex(/^[a-z]{2,3}$|^other$/)
      .optional(),
    'language of the defender, or other where too few share it',
    'content',
  ),
  region: field(
    z
      .string()
      .regex(/^[a-z][a-z-]{1,31}$/)
      .optional(),
    'region of the world in which enough designations are, such as western-africa',
    'content',
  ),
  unit: field(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
      .optional(),
    'who answers for the fact: a platform, partner or desk, as a code',
    'plain',
  ),
  improvement: field(
    ImprovementId.optional(),
    'the blind review, proposal or action that it is about',
    'pseudonym',
  ),
  report: field(
    TaskId.optional(),
    'the incident report that it is about, as the task that asks people; no id of a report',
    'pseudonym',
  ),
  population: field(Count.optional(), 'how many a sample was drawn from', 'plain'),
  clockScale: field(
    z.number().positive().optional(),
    'how much faster than the wall clock workflow time ran; 1 in production',
    'plain',
  ),
});
export type Outcome = z.infer<typeof Outcome>;
