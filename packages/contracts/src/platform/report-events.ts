import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId } from '../ids.ts';
import { Count, EpochMs } from '../units.ts';
import { Actor } from './actor.ts';

const affected = field(AccountId, 'the account reported; equals the key', 'identity');
const reportId = field(z.string().min(1).max(128), "the platform's id of the report", 'identity');

export const REPORT_REASONS = [
  'harassment',
  'hate',
  'violence',
  'impersonation',
  'nudity',
  'spam',
  'misinformation',
  'terrorism',
  'self-harm',
  'copyright',
  'other',
] as const;

const Filed = z.object({
  affected,
  actor: field(Actor, 'who reports', 'identity'),
  reportId,
  objectId: field(z.string().max(128).optional(), 'the object; absent: the account', 'identity'),
  objectCreatedAt: field(EpochMs.optional(), 'age of the reported object, epoch ms', 'content'),
  reason: field(z.enum(REPORT_REASONS), 'ground given', 'content'),
  viewedObject: field(
    z.boolean().optional(),
    'the reporter had seen the object before reporting it',
    'content',
  ),
  text: field(z.string().max(4096).optional(), 'free text of the report', 'content'),
  reporterDecided: field(Count.optional(), 'earlier decided reports of this reporter', 'content'),
  reporterUpheld: field(Count.optional(), 'of those, how many were upheld', 'content'),
});

const Decided = z.object({
  affected,
  reportId,
  upheld: field(z.boolean(), 'the platform found the report right', 'content'),
});

/** Types of `platform.report-events.v1`. */
export const REPORT_EVENTS = {
  'org.hrdshield.report.filed.v1': Filed,
  'org.hrdshield.report.decided.v1': Decided,
} as const;
