import { randomBytes } from 'node:crypto';
import {
  type CampaignId,
  type CaseId,
  type DefenderRef,
  type ErrorCode,
  type Outcome,
  type PartnerRef,
  type ReportId,
  type ResponderRef,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import {
  ATTACHMENTS_MAX,
  IncidentReportSent,
  type ReportEnding,
  type ReporterKind,
} from '@hrd-shield/contracts/desk';
import {
  answerDueAt,
  dailyQuota,
  type IntakePolicy,
  knownCampaign,
  refusalOfClosing,
  refusalOfReport,
} from '@hrd-shield/domain/intake';
import {
  type DefenderSealer,
  type IntakeStore,
  type KeptAttachment,
  type KeptReport,
  type KeyStore,
  type MalwareScanner,
  SEAL_PURPOSES,
} from '@hrd-shield/pipeline';
import { attachmentType } from './attachment-type.ts';
import { newReceiptCode, plainReceipt } from './receipt-code.ts';

const DAY_MS = 86_400_000;
const ID_BYTES = 16;
/** Messages of one report, of both sides together. */
const MESSAGES_MAX = 100;

/** Who reports; from the token, never from what was sent. */
export type Reporter =
  | { readonly kind: 'anonymous' | 'defender' | 'delegate' }
  | { readonly kind: 'partner' | 'helpline'; readonly partner: PartnerRef };

export interface IntakeDeps {
  readonly store: IntakeStore;
  readonly keys: Pick<KeyStore, 'create' | 'destroy'>;
  readonly sealer: DefenderSealer;
  readonly scanner: MalwareScanner;
  readonly policy: IntakePolicy;
  /** A reference that nobody has: names the data key of one report. */
  readonly newKeyRef: () => DefenderRef;
  readonly receiptDigest: (code: string) => string;
  /** Puts facts into the log of outcomes. */
  readonly tell: (outcomes: readonly Outcome[]) => Promise<void>;
}

export type Taken<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode };

/** What a reporter gets, once: the code is the only way back to the report. `dueAt` is epoch ms. */
export interface Receipt {
  readonly report: ReportId;
  readonly receipt: string;
  readonly dueAt: number;
  readonly ownReference?: string | undefined;
}

/** One message of the conversation about a report, opened. */
export interface Message {
  readonly from: 'reporter' | 'staff';
  readonly at: number;
  readonly text: string;
}

/** A report with all that was sent to it, opened for whoever may read it. */
export interface OpenedReport {
  readonly report: KeptReport;
  readonly sent: IncidentReportSent;
  readonly messages: readonly Message[];
  readonly attachments: readonly KeptAttachment[];
}

/** The use cases of intake; who may use which is decided before. */
export interface Intake {
  /** All or none: a quota that ends within a batch takes nothing of it. */
  receive(
    by: Reporter,
    reports: readonly IncidentReportSent[],
    now: number,
  ): Promise<Taken<readonly Receipt[]>>;
  quota(
    partner: PartnerRef,
    now: number,
  ): Promise<{ perDay: number; sentToday: number; judged: number; substantiated: number }>;
  /** The report of a receipt code. */
  byReceipt(code: string): Promise<KeptReport | undefined>;
  open(id: ReportId): Promise<OpenedReport | undefined>;
  conversation(report: KeptReport): Promise<Pick<OpenedReport, 'messages' | 'attachments'>>;
  say(report: KeptReport, text: string, at: number, by?: ResponderRef): Promise<Taken<KeptReport>>;
  attach(report: KeptReport, bytes: Uint8Array): Promise<Taken<KeptAttachment>>;
  attachment(
    report: KeptReport,
    number: number,
  ): Promise<{ type: string; bytes: Uint8Array } | undefined>;
  close(report: KeptReport, end: Closing, at: number): Promise<Taken<KeptReport>>;
}

/** How a person closes a report. */
export interface Closing {
  readonly ending: ReportEnding;
  readonly by: ResponderRef;
  readonly scripted: boolean;
  /** The case that it belongs to, and the campaign of that. */
  readonly linked?: LinkedCase | undefined;
  /** The defender of an attack that no case was opened for. */
  readonly attackOn?: DefenderRef | undefined;
}

/** The case that a report turned out to belong to. */
export interface LinkedCase {
  readonly id: CaseId;
  readonly defender: DefenderRef;
  readonly campaign: CampaignId;
}

/**
 * Wires the use cases of intake. Contents are sealed before they are stored and opened one at a
 * time.
 */
export function openIntake(deps: IntakeDeps): Intake {
  const { policy, store } = deps;
  return {
    receive: (by, reports, now) => receive(deps, { by, reports, now }),
    quota: async (partner, now) => {
      const record = await store.record({ partner }, now - DAY_MS);
      return { ...record, perDay: dailyQuota(record, policy) };
    },
    byReceipt: (code) => store.findByReceipt(deps.receiptDigest(plainReceipt(code))),
    open: async (id) => {
      const report = await store.find(id);
      if (report === undefined) return undefined;
      const text = await textOf(deps, report, SEAL_PURPOSES.incidentReport, report.content);
      const sent = IncidentReportSent.parse(JSON.parse(text));
      return { report, sent, ...(await conversation(deps, report)) };
    },
    conversation: (report) => conversation(deps, report),
    say: (report, text, at, by) => say(deps, report, { text, at, by }),
    attach: (report, bytes) => attach(deps, report, bytes),
    attachment: async (report, number) => {
      const found = await store.attachment(report.id, number);
      if (found === undefined) return undefined;
      const purpose = SEAL_PURPOSES.incidentFile;
      const bytes = await deps.sealer.open(report.sealedUnder, purpose, found.content);
      return { type: found.type, bytes };
    },
    close: (report, end, at) => close(deps, report, end, at),
  };
}

/** What it says of detection goes to the log first: told twice it is one fact, and never none. */
async function close(
  deps: IntakeDeps,
  report: KeptReport,
  { attackOn, by, ending, linked, scripted }: Closing,
  at: number,
): Promise<Taken<KeptReport>> {
  const hasCase = linked !== undefined;
  const hasAttack = attackOn !== undefined;
  const code = refusalOfClosing(report, { ending, hasCase, hasAttack });
  if (code !== undefined) return refuse(code);
  const defender = linked?.defender ?? attackOn;
  if (defender !== undefined) {
    const about = { campaign: linked?.campaign, case: linked?.id, knownAt: report.receivedAt };
    const known = knownCampaign({
      ...{ by: 'report', source: report.id, defender, at, scripted },
      ...about,
    });
    await deps.tell([known]);
  }
  const isClosed = await deps.store.close(report.id, { ending, case: linked?.id, by, at });
  return isClosed ? again(deps, report.id) : refuse('report.closed');
}

const refuse = (code: ErrorCode) => ({ ok: false, code }) as const;

async function again({ store }: IntakeDeps, id: ReportId): Promise<Taken<KeptReport>> {
  const report = await store.find(id);
  return report === undefined ? refuse('report.unknown') : { ok: true, value: report };
}

async function textOf(
  { sealer }: IntakeDeps,
  report: KeptReport,
  purpose: string,
  sealed: Sealed,
): Promise<string> {
  return Buffer.from(await sealer.open(report.sealedUnder, purpose, sealed)).toString();
}

async function conversation(deps: IntakeDeps, report: KeptReport) {
  const messages: Message[] = [];
  for (const { at, content, from } of await deps.store.messages(report.id)) {
    const text = await textOf(deps, report, SEAL_PURPOSES.incidentMessage, content);
    messages.push({ from, at, text });
  }
  return { messages, attachments: await deps.store.attachments(report.id) };
}

/** A word of staff is the answer that stops the clock. */
async function say(
  deps: IntakeDeps,
  report: KeptReport,
  { at, by, text }: { text: string; at: number; by?: ResponderRef | undefined },
): Promise<Taken<KeptReport>> {
  if (report.closedAt !== undefined) return refuse('report.closed');
  const purpose = SEAL_PURPOSES.incidentMessage;
  const content = await deps.sealer.seal(report.sealedUnder, purpose, Buffer.from(text));
  const from = by === undefined ? 'reporter' : 'staff';
  const message = { from, responder: by, content, at } as const;
  // Whoever writes after an answer is answered again, by a new clock.
  const dueAt = answerDueAt({ critical: report.critical, receivedAt: at }, deps.policy);
  const version = await deps.store.addMessage(report.id, message, { most: MESSAGES_MAX, dueAt });
  return version === undefined ? refuse('report.full') : again(deps, report.id);
}

interface Receiving {
  readonly by: Reporter;
  readonly reports: readonly IncidentReportSent[];
  readonly now: number;
}

async function receive(
  deps: IntakeDeps,
  { by, now, reports }: Receiving,
): Promise<Taken<readonly Receipt[]>> {
  const isFlagger = by.kind === 'partner' || by.kind === 'helpline';
  if (!isFlagger && reports.some(({ trustedFlagger }) => trustedFlagger === true)) {
    return { ok: false, code: 'report.not-a-flagger' };
  }
  const code = await refusalOfBatch(deps, { by, now, reports });
  if (code !== undefined) return { ok: false, code };
  const receipts: Receipt[] = [];
  for (const report of reports) receipts.push(await keep(deps, by, report, now));
  return { ok: true, value: receipts };
}

/** Defenders and delegates are never counted: their own help must not run out. */
async function refusalOfBatch(
  { policy, store }: IntakeDeps,
  { by, now, reports }: Receiving,
): Promise<ErrorCode | undefined> {
  if (by.kind === 'defender' || by.kind === 'delegate') return undefined;
  const sender = 'partner' in by ? { partner: by.partner } : { anonymous: true as const };
  const record = await store.record(sender, now - DAY_MS);
  const quota = 'partner' in by ? dailyQuota(record, policy) : policy.perDay.anonymous;
  let { sentToday } = record;
  for (const { critical } of reports) {
    const code = refusalOfReport({ critical, sentToday }, quota);
    if (code !== undefined) return code;
    sentToday += 1;
  }
  return undefined;
}

/** Sealed under a key of its own before it is written anywhere. */
async function keep(
  { keys, newKeyRef, policy, receiptDigest, sealer, store }: IntakeDeps,
  by: Reporter,
  sent: IncidentReportSent,
  now: number,
): Promise<Receipt> {
  const receipt = newReceiptCode();
  const sealedUnder = newKeyRef();
  await keys.create(sealedUnder);
  const purpose = SEAL_PURPOSES.incidentReport;
  const content = await sealer.seal(sealedUnder, purpose, Buffer.from(JSON.stringify(sent)));
  const report = `i_${randomBytes(ID_BYTES).toString('base64url')}` as ReportId;
  const dueAt = answerDueAt({ critical: sent.critical, receivedAt: now }, policy);
  await store.add({
    id: report,
    receiptDigest: receiptDigest(plainReceipt(receipt)),
    reporter: by.kind satisfies ReporterKind,
    partner: 'partner' in by ? by.partner : undefined,
    trustedFlagger: sent.trustedFlagger ?? false,
    critical: sent.critical,
    threat: sent.threat,
    sealedUnder,
    content,
    receivedAt: now,
    dueAt,
    messageCount: 0,
    attachmentCount: 0,
    version: 1,
  });
  return { report, receipt, dueAt, ownReference: sent.ownReference };
}

/** Type by its bytes, then the scanner, then the seal; what is not clean is never written. */
async function attach(
  { scanner, sealer, store }: IntakeDeps,
  report: KeptReport,
  bytes: Uint8Array,
): Promise<Taken<KeptAttachment>> {
  if (report.closedAt !== undefined) return { ok: false, code: 'report.closed' };
  if (report.attachmentCount >= ATTACHMENTS_MAX) return { ok: false, code: 'report.full' };
  const type = attachmentType(bytes);
  if (type === undefined) return { ok: false, code: 'attachment.bad-type' };
  if (!(await isClean(scanner, bytes))) return { ok: false, code: 'attachment.infected' };
  const content = await sealer.seal(report.sealedUnder, SEAL_PURPOSES.incidentFile, bytes);
  const file = { type, bytes: bytes.length };
  const number = await store.addAttachment(report.id, { ...file, content }, ATTACHMENTS_MAX);
  if (number === undefined) return { ok: false, code: 'report.full' };
  return { ok: true, value: { number, ...file } };
}

/** Whatever a scanner throws, nobody looked. */
async function isClean(scanner: MalwareScanner, bytes: Uint8Array): Promise<boolean> {
  try {
    return await scanner.isClean(bytes);
  } catch (cause) {
    if (cause instanceof ShieldError) throw cause;
    throw new ShieldError('attachment.not-scanned', { cause });
  }
}
