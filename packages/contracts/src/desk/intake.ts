import { z } from 'zod';
import { field } from '../field.ts';
import { CaseId, DefenderRef, PartnerRef, ReportId } from '../ids.ts';
import { EpochMs, Instant } from '../units.ts';
import { THREATS } from '../vocabulary.ts';
import { PageQuery, pageOf } from './page.ts';
import { routes } from './route.ts';

/** Who reports. */
export const REPORTER_KINDS = ['anonymous', 'defender', 'delegate', 'helpline', 'partner'] as const;
export type ReporterKind = (typeof REPORTER_KINDS)[number];

/** The life of a report; only a person's answer stops its clock. */
export const REPORT_STATES = ['open', 'overdue', 'answered', 'closed'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** How a report ends. A report that was linked was right; one of the last two was not. */
export const REPORT_ENDINGS = [
  'linked-to-case',
  'helped-otherwise',
  'referred',
  'duplicate',
  'not-for-us',
  'not-substantiated',
  'abusive',
] as const;
export type ReportEnding = (typeof REPORT_ENDINGS)[number];

/** What a file may be, by its first bytes; nothing that runs. */
export const ATTACHMENT_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'application/pdf',
  'audio/ogg',
  'audio/mpeg',
  'video/mp4',
] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

const TEXT_CHARS_MAX = 20_000;
const LINKS_MAX = 50;
const LINK_CHARS_MAX = 2_048;
const CONTACT_CHARS_MAX = 512;
const NAME_CHARS_MAX = 256;
const BULK_MAX = 100;
const BULK_BYTES_MAX = 2_097_152;
/** Bytes of one file. */
export const ATTACHMENT_BYTES_MAX = 8_388_608;
/** Files of one report. */
export const ATTACHMENTS_MAX = 10;

const Text = field(
  z.string().min(1).max(TEXT_CHARS_MAX),
  'what happened, in any language; kept sealed',
  'content',
);
const Link = z
  .string()
  .max(LINK_CHARS_MAX)
  .regex(/^https?:\/\/[^\s]+$/i);

/**
 * A notice as the Digital Services Act asks for it: why it is unlawful, where exactly, who says so,
 * and that they believe it in good faith.
 * @source Regulation (EU) 2022/2065, Article 16(2)
 */
const Article16 = z.strictObject({
  explanation: field(z.string().min(1).max(TEXT_CHARS_MAX), 'why it is unlawful', 'content'),
  name: field(z.string().max(NAME_CHARS_MAX).optional(), 'who gives notice', 'identity'),
  email: field(z.string().max(NAME_CHARS_MAX).optional(), 'where they are reached', 'identity'),
  goodFaith: field(z.literal(true), 'accurate and complete to their belief', 'plain'),
});

/** One incident report as it is sent. */
export const IncidentReportSent = z.strictObject({
  threat: field(z.enum(THREATS).optional(), 'what it looks like, where they know', 'plain'),
  critical: field(z.boolean().default(false), 'somebody’s body or life is in danger', 'plain'),
  language: field(
    z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/),
    'BCP 47 tag of the language they want to be answered in',
    'content',
  ),
  text: Text,
  links: z
    .array(field(Link, 'where it is', 'content'))
    .max(LINKS_MAX)
    .default([]),
  affected: field(
    z.string().min(1).max(CONTACT_CHARS_MAX).optional(),
    'account that is attacked, as the platform shows it; kept sealed',
    'identity',
  ),
  contact: field(
    z.string().min(1).max(CONTACT_CHARS_MAX).optional(),
    'a safe way to reach them; the receipt code alone is enough',
    'identity',
  ),
  happenedAt: Instant.optional(),
  article16: Article16.optional(),
  trustedFlagger: field(
    z.boolean().optional(),
    'sent as a trusted flagger (Article 22), which the token must allow',
    'plain',
  ),
  ownReference: field(
    z
      .string()
      .regex(/^[\w.:-]{1,64}$/)
      .optional(),
    'reference of the sender, so that a bulk answer can be matched',
    'content',
  ),
});
export type IncidentReportSent = z.infer<typeof IncidentReportSent>;

/** What is given back; the code is shown once and is the only key to the conversation. */
export const ReceiptShown = z.object({
  report: ReportId,
  receipt: field(z.string(), 'code for follow-up without an account; shown once', 'identity'),
  dueAt: field(EpochMs, 'a person answers by then, epoch ms', 'plain'),
});

const MessageShown = z.object({
  from: z.enum(['reporter', 'staff']),
  at: EpochMs,
  text: field(z.string(), 'what was written', 'content'),
});

/** A report as staff see it in a list: nothing of what was written. */
export const ReportShown = z.object({
  id: ReportId,
  reporter: z.enum(REPORTER_KINDS),
  partner: PartnerRef.optional(),
  trustedFlagger: z.boolean(),
  critical: z.boolean(),
  threat: z.enum(THREATS).optional(),
  state: z.enum(REPORT_STATES),
  receivedAt: EpochMs,
  dueAt: EpochMs,
  answeredAt: EpochMs.optional(),
  ending: z.enum(REPORT_ENDINGS).optional(),
  case: CaseId.optional(),
  attachmentCount: z.number().int(),
  messageCount: z.number().int(),
  version: z.number().int(),
});

const AttachmentShown = z.object({
  number: z.number().int(),
  type: z.enum(ATTACHMENT_TYPES),
  bytes: z.number().int(),
});

const AtReport = z.strictObject({ report: ReportId });
const said = z.strictObject({ text: Text });

/** Incident reports: from whoever needs help, to an answer by a person. */
export const INTAKE_ROUTES = routes({
  sendReport: {
    method: 'POST',
    path: '/v1/incident-reports',
    summary: 'Reports an incident, with or without an account, in any language',
    resource: 'IncidentReport',
    status: 201,
    body: IncidentReportSent,
    reply: ReceiptShown,
    once: true,
    audit: 'every-use',
  },
  sendReports: {
    method: 'POST',
    path: '/v1/incident-report-batches',
    summary: 'Reports many incidents at once, as a partner or helpline',
    resource: 'IncidentReport',
    status: 201,
    body: z.strictObject({ reports: z.array(IncidentReportSent).min(1).max(BULK_MAX) }),
    bodyBytesMax: BULK_BYTES_MAX,
    reply: z.object({
      receipts: z.array(ReceiptShown.extend({ ownReference: z.string().optional() })),
    }),
    once: true,
    audit: 'every-use',
  },
  readOwnReport: {
    method: 'GET',
    path: '/v1/own-report',
    summary: 'What became of a report, for whoever has its receipt code',
    resource: 'IncidentReport',
    status: 200,
    receipt: true,
    reply: z.object({
      state: z.enum(REPORT_STATES),
      receivedAt: EpochMs,
      dueAt: EpochMs,
      ending: z.enum(REPORT_ENDINGS).optional(),
      messages: z.array(MessageShown),
      attachments: z.array(AttachmentShown),
    }),
    audit: 'every-use',
  },
  writeToOwnReport: {
    method: 'POST',
    path: '/v1/own-report/messages',
    summary: 'Adds to a report, or answers a question about it',
    resource: 'IncidentReport',
    status: 201,
    receipt: true,
    body: said,
    reply: z.object({ at: EpochMs }),
    once: true,
    audit: 'every-use',
  },
  attachToOwnReport: {
    method: 'POST',
    path: '/v1/own-report/attachments',
    summary: 'Adds one file; its type is read from its bytes, and it is looked at for malware',
    resource: 'IncidentReport',
    status: 201,
    receipt: true,
    isUpload: true,
    bodyBytesMax: ATTACHMENT_BYTES_MAX,
    reply: AttachmentShown,
    once: true,
    audit: 'every-use',
  },
  listReports: {
    method: 'GET',
    path: '/v1/incident-reports',
    summary: 'Reports that wait for an answer, the critical and the earliest due first',
    resource: 'IncidentReport',
    status: 200,
    query: PageQuery,
    reply: pageOf(ReportShown),
    audit: 'refusals',
  },
  readReport: {
    method: 'GET',
    path: '/v1/incident-reports/{report}',
    summary: 'What was reported, opened with a purpose',
    resource: 'IncidentReport',
    status: 200,
    params: AtReport,
    reply: z.object({
      report: ReportShown,
      language: z.string(),
      text: z.string(),
      links: z.array(z.string()),
      affected: z.string().optional(),
      contact: z.string().optional(),
      happenedAt: z.string().optional(),
      article16: Article16.optional(),
      messages: z.array(MessageShown),
      attachments: z.array(AttachmentShown),
    }),
    versioned: true,
    audit: 'every-use',
  },
  readAttachment: {
    method: 'GET',
    path: '/v1/incident-reports/{report}/attachments/{number}',
    summary: 'One file of a report, to be saved and never shown in place',
    resource: 'IncidentReport',
    status: 200,
    params: AtReport.extend({ number: z.coerce.number().int().min(1).max(ATTACHMENTS_MAX) }),
    isDownload: true,
    audit: 'every-use',
  },
  answerReport: {
    method: 'POST',
    path: '/v1/incident-reports/{report}/answer',
    summary: 'Answers a report as a person; a receipt by machine is no answer',
    resource: 'IncidentReport',
    status: 200,
    params: AtReport,
    body: said,
    reply: z.object({ report: ReportShown }),
    once: true,
    audit: 'every-use',
  },
  closeReport: {
    method: 'POST',
    path: '/v1/incident-reports/{report}/closing',
    summary: 'Closes an answered report with its ending, linked to a case where it belongs to one',
    resource: 'IncidentReport',
    status: 200,
    params: AtReport,
    body: z.strictObject({
      ending: z.enum(REPORT_ENDINGS),
      case: CaseId.optional(),
      attackOn: field(
        DefenderRef.optional(),
        'it was an attack on this defender that no case was opened for: counted as undetected',
        'pseudonym',
      ),
    }),
    reply: z.object({ report: ReportShown }),
    once: true,
    audit: 'every-use',
  },
  readIntakeQuota: {
    method: 'GET',
    path: '/v1/intake-quota',
    summary: 'How many reports the sender may still send, and how accurate theirs were',
    resource: 'IncidentReport',
    status: 200,
    reply: z.object({
      perDay: z.number().int(),
      sentToday: z.number().int(),
      judged: z.number().int(),
      substantiated: z.number().int(),
    }),
    audit: 'refusals',
  },
});
