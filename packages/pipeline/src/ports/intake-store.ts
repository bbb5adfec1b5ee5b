import type {
  CaseId,
  DefenderRef,
  PartnerRef,
  ReportId,
  ResponderRef,
  Sealed,
} from '@hrd-shield/contracts';

/** An incident report as it is kept: what was written is sealed. */
export interface KeptReport {
  readonly id: ReportId;
  /** Keyed digest of the receipt code, hex. */
  readonly receiptDigest: string;
  readonly reporter: string;
  readonly partner?: PartnerRef | undefined;
  readonly trustedFlagger: boolean;
  readonly critical: boolean;
  readonly threat?: string | undefined;
  /** Names the data key of this report in the key store; destroying the key erases it. */
  readonly sealedUnder: DefenderRef;
  readonly content: Sealed;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly answeredAt?: number | undefined;
  readonly closedAt?: number | undefined;
  readonly closedBy?: ResponderRef | undefined;
  readonly ending?: string | undefined;
  readonly case?: CaseId | undefined;
  readonly messageCount: number;
  readonly attachmentCount: number;
  readonly version: number;
}

export interface KeptMessage {
  readonly number: number;
  readonly from: 'reporter' | 'staff';
  readonly responder?: ResponderRef | undefined;
  readonly content: Sealed;
  readonly at: number;
}

export interface KeptAttachment {
  readonly number: number;
  readonly type: string;
  readonly bytes: number;
}

/** Where the entry before stands in the list of reports. */
export type ReportKey = readonly [critical: boolean, dueAt: number, id: string];

export interface MessageBounds {
  /** Messages that a report holds. */
  readonly most: number;
  /** By when somebody answers a reporter who writes after an answer, epoch ms. */
  readonly dueAt: number;
}

/** Incident reports; every text and file in it is sealed before it comes here. */
export interface IntakeStore {
  /** @throws ShieldError `postgres.*` */
  add(report: KeptReport): Promise<void>;
  /** Undefined for one that was erased, too. */
  find(id: ReportId): Promise<KeptReport | undefined>;
  findByReceipt(digest: string): Promise<KeptReport | undefined>;
  /** Not closed: the critical first, then the earliest due. */
  open(page: {
    readonly limit: number;
    readonly after?: ReportKey | undefined;
  }): Promise<readonly KeptReport[]>;
  messages(id: ReportId): Promise<readonly KeptMessage[]>;
  /**
   * A word of staff answers; a word of the reporter after it opens the report again.
   * @returns the version of the report, or undefined when it holds as many as it can
   */
  addMessage(
    id: ReportId,
    message: Omit<KeptMessage, 'number'>,
    bounds: MessageBounds,
  ): Promise<number | undefined>;
  attachments(id: ReportId): Promise<readonly KeptAttachment[]>;
  attachment(id: ReportId, number: number): Promise<{ type: string; content: Sealed } | undefined>;
  /** @returns its number, or undefined when the report holds as many as it can */
  addAttachment(
    id: ReportId,
    file: Omit<KeptAttachment, 'number'> & { readonly content: Sealed },
    most: number,
  ): Promise<number | undefined>;
  /** @returns false when it was closed before */
  close(
    id: ReportId,
    end: { ending: string; case?: CaseId | undefined; at: number; by: ResponderRef },
  ): Promise<boolean>;
  /** Reports of a partner, or of all without an account, received since; and how they were judged. */
  record(
    sender: { partner: PartnerRef } | { anonymous: true },
    since: number,
  ): Promise<{ sentToday: number; judged: number; substantiated: number }>;
}

/** Looks at files for malware. */
export interface MalwareScanner {
  /**
   * @returns whether nothing was found
   * @throws ShieldError `attachment.not-scanned` when nobody looked
   */
  isClean(bytes: Uint8Array): Promise<boolean>;
}
