import type { Generated } from 'kysely';

/** Rows of `intake.report`. */
export interface ReportTable {
  id: string;
  /** Null once erased, as the content. */
  receipt_digest: string | null;
  reporter: string;
  partner: string | null;
  trusted_flagger: boolean;
  critical: boolean;
  threat: string | null;
  sealed_under: string;
  content: string | null;
  received_at_ms: number;
  due_at_ms: number;
  answered_at_ms: number | null;
  closed_at_ms: number | null;
  ending: string | null;
  case_id: string | null;
  message_count: number;
  attachment_count: number;
  version: number;
  closed_by: string | null;
  told_version: Generated<number>;
  told_messages: Generated<number>;
  erased_at_ms: number | null;
}

/** Rows of `intake.message`. */
export interface MessageTable {
  report: string;
  number: number;
  author: string;
  responder: string | null;
  content: string;
  at_ms: number;
}

/** Rows of `intake.attachment`. */
export interface AttachmentTable {
  report: string;
  number: number;
  type: string;
  bytes: number;
  content: string;
}

/** Tables of migrations 0031, 0032 and 0036. */
export interface IntakeTables {
  'intake.report': ReportTable;
  'intake.message': MessageTable;
  'intake.attachment': AttachmentTable;
}
