import { z } from 'zod';
import { field } from '../field.ts';
import { CampaignId, CaseId, DefenderRef, MeasureRef, ResponderRef, TaskId } from '../ids.ts';
import { EpochMs } from '../units.ts';
import {
  CLEARANCES,
  COVERAGE_GAPS,
  DECISION_REASONS,
  MEASURE_STATES,
  PASS_REASONS,
  THREATS,
  TIERS,
  VERDICTS,
} from '../vocabulary.ts';
import { CONTACT_CHANNELS } from '../workflow/protect-defender-messages.ts';
import { PageQuery, pageOf } from './page.ts';
import { routes } from './route.ts';

const NOTE_CHARS_MAX = 4_000;
const REASONS_MAX = 8;
const OPTION_CHARS_MAX = 64;

/** Free text of a person; sealed before it is kept. */
export const Note = field(
  z.string().min(1).max(NOTE_CHARS_MAX),
  'free text; kept sealed under the data key of the defender',
  'content',
);
export const Reasons = z.array(z.enum(DECISION_REASONS)).min(1).max(REASONS_MAX);
const OptionWord = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(OPTION_CHARS_MAX);

/** A task as responders see it. */
export const TaskShown = z.object({
  id: TaskId,
  case: CaseId,
  defender: DefenderRef,
  threat: z.enum(THREATS),
  tier: z.enum(TIERS),
  question: z.string(),
  options: z.array(z.string()),
  state: z.enum(['open', 'claimed', 'decided', 'overdue']),
  claimedBy: ResponderRef.optional(),
  leaseUntil: EpochMs.optional(),
  evidenceVersion: z.number().int(),
  openedAt: EpochMs,
  dueAt: EpochMs,
  rung: z.string().optional(),
  measure: z.string().optional(),
  urgency: z.number().optional(),
  danger: z.boolean().optional(),
  language: z.string().optional(),
  skill: z.string().optional(),
  clearance: z.enum(CLEARANCES).optional(),
  desk: z.string().optional(),
  gaps: z.array(z.enum(COVERAGE_GAPS)).optional(),
  approvedBy: z.array(ResponderRef).optional(),
  decidedBy: ResponderRef.optional(),
  decidedAt: EpochMs.optional(),
  option: z.string().optional(),
  verdict: z.enum(VERDICTS).optional(),
  contactedAt: EpochMs.optional(),
  undoUntil: EpochMs.optional(),
  version: z.number().int(),
});

/** What somebody did with a task; notes are opened elsewhere, with a purpose. */
export const DecisionShown = z.object({
  ordinal: z.number().int(),
  act: z.enum(['decided', 'approved', 'undone', 'contacted', 'handed-over', 'passed']),
  responder: ResponderRef,
  scripted: z.boolean(),
  option: z.string().optional(),
  verdict: z.enum(VERDICTS).optional(),
  reason: z.string(),
  hasNote: z.boolean(),
  policyHash: z.string(),
  evidenceVersion: z.number().int(),
  at: EpochMs,
});

/** A case as responders see it: counts and measures, no account and no text. */
export const CaseShown = z.object({
  id: CaseId,
  defender: DefenderRef,
  campaign: CampaignId,
  threat: z.enum(THREATS),
  tier: z.enum(TIERS),
  state: z.enum(['open', 'closed']),
  openedAt: EpochMs,
  closedAt: EpochMs.optional(),
  signalCount: z.number().int(),
  eventCount: z.number().int(),
  actorCount: z.number().int(),
  measures: z.array(
    z.object({
      instance: MeasureRef,
      measure: z.string(),
      state: z.enum(MEASURE_STATES),
      expiresAt: EpochMs,
    }),
  ),
  version: z.number().int(),
});

const AtTask = z.strictObject({ task: TaskId });
const TaskReply = z.object({ task: TaskShown });
const act = { method: 'POST', resource: 'Task', status: 200, params: AtTask, once: true } as const;

/** Tasks: what waits for people, and what they do with it. */
export const TASK_ROUTES = routes({
  listTasks: {
    method: 'GET',
    path: '/v1/tasks',
    summary: 'What waits for a decision, the most pressing first',
    resource: 'Task',
    status: 200,
    query: PageQuery,
    reply: pageOf(TaskShown),
    audit: 'refusals',
  },
  readTask: {
    method: 'GET',
    path: '/v1/tasks/{task}',
    summary: 'One task, and what people did with it so far',
    resource: 'Task',
    status: 200,
    params: AtTask,
    reply: z.object({ task: TaskShown, decisions: z.array(DecisionShown) }),
    versioned: true,
    audit: 'every-use',
  },
  claimTask: {
    ...act,
    path: '/v1/tasks/{task}/claim',
    summary: 'Takes a task for the length of a lease; its clock goes on',
    reply: TaskReply,
    audit: 'every-use',
  },
  decideTask: {
    ...act,
    path: '/v1/tasks/{task}/decision',
    summary: 'Decides a task that you have claimed; some options take a second person',
    body: z.strictObject({
      option: OptionWord,
      verdict: z.enum(VERDICTS),
      reasons: Reasons,
      evidenceVersion: field(z.number().int().min(0), 'version of what you saw', 'plain'),
      note: Note.optional(),
    }),
    reply: TaskReply,
    audit: 'every-use',
  },
  handOverTask: {
    ...act,
    path: '/v1/tasks/{task}/hand-over',
    summary: 'Gives your claim to somebody else, with a fresh lease',
    body: z.strictObject({ to: ResponderRef, note: Note.optional() }),
    reply: TaskReply,
    audit: 'every-use',
  },
  contactTask: {
    ...act,
    path: '/v1/tasks/{task}/contact',
    summary: 'Logs that somebody was spoken to: it stops the clock until the evidence changes',
    body: z.strictObject({ channel: z.enum(CONTACT_CHANNELS), note: Note.optional() }),
    reply: TaskReply,
    audit: 'every-use',
  },
  passTask: {
    ...act,
    path: '/v1/tasks/{task}/pass',
    summary: 'Gives a task back to the rota; after a conflict it never comes back to you',
    body: z.strictObject({ reason: z.enum(PASS_REASONS) }),
    reply: TaskReply,
    audit: 'every-use',
  },
  undoTask: {
    ...act,
    path: '/v1/tasks/{task}/undo',
    summary: 'Takes a decision back while its time runs',
    body: z.strictObject({ reasons: Reasons }),
    reply: TaskReply,
    audit: 'every-use',
  },
});

const AtCase = z.strictObject({ case: CaseId });

/** Cases and their measures. */
export const CASE_ROUTES = routes({
  listCases: {
    method: 'GET',
    path: '/v1/cases',
    summary: 'Cases, the latest first',
    resource: 'Case',
    status: 200,
    query: PageQuery.extend({ state: z.enum(['open', 'closed']).optional() }),
    reply: pageOf(CaseShown),
    audit: 'refusals',
  },
  readCase: {
    method: 'GET',
    path: '/v1/cases/{case}',
    summary: 'One case with its tasks',
    resource: 'Case',
    status: 200,
    params: AtCase,
    reply: z.object({ case: CaseShown, tasks: z.array(TaskShown) }),
    versioned: true,
    audit: 'every-use',
  },
  endMeasure: {
    method: 'POST',
    path: '/v1/cases/{case}/measures/{instance}/end',
    summary: 'Ends a measure in force',
    resource: 'Measure',
    status: 202,
    params: AtCase.extend({ instance: MeasureRef }),
    reply: z.object({ instance: MeasureRef }),
    once: true,
    audit: 'every-use',
  },
});
