/** One fault or refusal that a person can look up. */
export interface ErrorEntry {
  /** What happened, in one sentence without data. */
  readonly meaning: string;
  /** Whether doing the same again can help. */
  readonly retryable: boolean;
  /** What the operator does. */
  readonly action: string;
}

/** The closed list. A code is never reused for another meaning. */
export const ERROR_CODES = {
  'event.too-large': {
    meaning: 'The record is larger than the bound of its topic.',
    retryable: false,
    action: 'Have the emitter drop or shorten attachments and text; replay the dead letter.',
  },
  'event.no-key': {
    meaning: 'The record has no key, so nobody can be affected by it.',
    retryable: false,
    action: 'Fix the emitter: the key is the affected account.',
  },
  'event.not-json': {
    meaning: 'The value is not JSON.',
    retryable: false,
    action: 'Fix the emitter and replay the dead letter.',
  },
  'event.no-envelope': {
    meaning: 'The CloudEvents attributes are missing or malformed.',
    retryable: false,
    action: 'Send binary mode with ce_id, ce_source, ce_type, ce_time, or structured mode.',
  },
  'event.unknown-type': {
    meaning: 'The event type is not one that this topic carries.',
    retryable: false,
    action: 'Compare the type with the event reference; upgrade the shield or the emitter.',
  },
  'event.bad-schema': {
    meaning: 'The data does not fit the schema of its type.',
    retryable: false,
    action: 'Validate a sample with the emitter; the reason names the field.',
  },
  'event.wrong-key': {
    meaning: 'The record key is not the affected account of the event.',
    retryable: false,
    action: 'Fix the emitter: one event per affected account, keyed by it.',
  },
  'event.in-future': {
    meaning: 'The event time lies further in the future than the clamp allows.',
    retryable: false,
    action: 'Check the clock of the emitting host.',
  },
  'event.too-old': {
    meaning: 'The event time lies further in the past than lateness allows.',
    retryable: false,
    action: 'Replay old events as files through the offline command instead.',
  },
  'seal.unknown-key': {
    meaning:
      'The key that sealed this is not in the key store: it was erased or not yet replicated.',
    retryable: false,
    action: 'None when the defender was erased; else restore the key store.',
  },
  'seal.broken': {
    meaning: 'The sealed bytes do not authenticate under their key.',
    retryable: false,
    action: 'Treat as tampering; keep the dead letter and open an incident.',
  },
  'record.bad-schema': {
    meaning: 'A record of an internal topic does not fit its contract.',
    retryable: false,
    action: 'Look for a writer of another version; replay after the upgrade.',
  },
  'designation.bad-file': {
    meaning: 'The designations file does not fit its schema.',
    retryable: false,
    action: 'Mend the line that the message names.',
  },
  'designation.exists': {
    meaning: 'The account already has a living designation.',
    retryable: false,
    action: 'Renew the living one instead.',
  },
  'designation.unknown': {
    meaning: 'No designation has this reference.',
    retryable: false,
    action: 'List designations and use one of the references shown.',
  },
  'designation.wrong-state': {
    meaning: 'The designation is not in a state in which this can be done.',
    retryable: false,
    action: 'Look at the designation again; it may have moved on.',
  },
  'designation.wrong-role': {
    meaning: 'This is not for you to do with a designation.',
    retryable: false,
    action: 'Ask somebody whose part it is; the registry reference names it.',
  },
  'designation.same-person': {
    meaning: 'You had a part in this before; another person has to.',
    retryable: false,
    action: 'Ask a colleague who took no part in it.',
  },
  'designation.conflict': {
    meaning: 'You have a conflict of interest with this designation.',
    retryable: false,
    action: 'Leave it to somebody without one.',
  },
  'designation.criteria': {
    meaning: 'No published act is shown, or the evidence is a claim alone.',
    retryable: false,
    action: 'Name published acts and the evidence seen, or refuse with a reason.',
  },
  'designation.excluded': {
    meaning: 'State bodies, office-holders and candidates are not designated in that capacity.',
    retryable: false,
    action: 'Refuse the proposal with the reason that fits.',
  },
  'designation.state-request': {
    meaning: 'A state has no say in who is designated.',
    retryable: false,
    action: 'Nothing; the request is kept in the audit log.',
  },
  'designation.no-consent': {
    meaning: 'Consent to this was not given, or is dated ahead.',
    retryable: false,
    action: 'Ask the defender over the safe channel.',
  },
  'designation.doubtful-session': {
    meaning: 'The session looks taken over; it can pause and nothing else.',
    retryable: false,
    action: 'Speak with the defender over the safe channel.',
  },
  'designation.in-custody': {
    meaning: 'The defender may be held by others; nothing is taken back now.',
    retryable: false,
    action: 'End the custody protocol first, by the proof of safety.',
  },
  'designation.too-late': {
    meaning: 'The time for this is over.',
    retryable: false,
    action: 'Propose the person anew.',
  },
  'custody.no-proof': {
    meaning: 'The proof of safety that was agreed beforehand is missing.',
    retryable: false,
    action: 'Speak with the defender or the delegate; nothing ends without it.',
  },
  'reveal.unknown': {
    meaning: 'No request of yours has this id.',
    retryable: false,
    action: 'Ask for it anew.',
  },
  'reveal.wrong-purpose': {
    meaning: 'This part is not opened for that purpose.',
    retryable: false,
    action: 'Name the purpose that the part is kept for.',
  },
  'reveal.not-agreed': {
    meaning: 'No second person has agreed yet.',
    retryable: false,
    action: 'Ask an approver.',
  },
  'reveal.used': {
    meaning: 'The request was agreed to or used before.',
    retryable: false,
    action: 'Ask anew; each look has its own request.',
  },
  'reveal.expired': {
    meaning: 'The time to use the request is over.',
    retryable: false,
    action: 'Ask for it anew.',
  },
  'report.no-person': {
    meaning: 'Only a person answers a report; an automatic receipt is no answer.',
    retryable: false,
    action: 'Have somebody read and answer it.',
  },
  'report.no-case': {
    meaning: 'A report is linked to a case that exists, or closed with a reason.',
    retryable: false,
    action: 'Name the case, or close it with a reason.',
  },
  'config.invalid': {
    meaning: 'A setting is missing, malformed or unknown.',
    retryable: false,
    action: 'Mend the setting that the message names; see the configuration reference.',
  },
  'kafka.unavailable': {
    meaning: 'The broker does not answer.',
    retryable: true,
    action: 'Check the broker and the addresses; work waits and goes on by itself.',
  },
  'kafka.offset-gap': {
    meaning: 'The committed offset no longer exists on the broker: records may have been lost.',
    retryable: false,
    action: 'Find out why (retention, recreated topic), then accept the gap on purpose.',
  },
  'kafka.corrupt-batch': {
    meaning: 'A record batch fails its checksum or cannot be read.',
    retryable: true,
    action: 'Nothing is passed over: look at the disk of the broker that leads the partition.',
  },
  'temporal.unavailable': {
    meaning: 'The workflow server does not answer.',
    retryable: true,
    action: 'Check the server; the consumer waits with its offset unmoved.',
  },
  'temporal.refused': {
    meaning: 'The workflow server refused a message as malformed or too large.',
    retryable: false,
    action: 'Compare the versions of the server and the shield; look at the size of the message.',
  },
  'clickhouse.unavailable': {
    meaning: 'The column store does not answer.',
    retryable: true,
    action: 'Check the server; outcomes wait in their topic.',
  },
  'clickhouse.refused': {
    meaning: 'The column store refused a statement.',
    retryable: false,
    action: 'Compare the applied migrations with the code.',
  },
  'postgres.unavailable': {
    meaning: 'The registry database does not answer.',
    retryable: true,
    action: 'Check the server; nobody is disarmed meanwhile.',
  },
  'postgres.refused': {
    meaning: 'The registry database refused a statement.',
    retryable: false,
    action: 'Compare the applied migrations with the code.',
  },
  'keys.unavailable': {
    meaning: 'The key store does not answer.',
    retryable: true,
    action: 'Check its folder or service and its permissions.',
  },
  'audit.unavailable': {
    meaning: 'The audit row cannot be written, so nothing that needs one is done.',
    retryable: true,
    action: 'Check the registry database; detection and protection go on meanwhile.',
  },
  'audit.broken': {
    meaning: 'The audit chain or one of its signed heads does not hold.',
    retryable: false,
    action: 'Stop exports and reveals, keep the database as it is, and open an incident.',
  },
  'stack.missing-tool': {
    meaning: 'A program that the local stack needs is not installed.',
    retryable: false,
    action: 'Install it, use containers, or give addresses of running servers.',
  },
  'stack.not-ready': {
    meaning: 'A server of the local stack did not become ready in time.',
    retryable: true,
    action: 'Read its log file, named in the message.',
  },
  'task.unknown': {
    meaning: 'No open task has this id.',
    retryable: false,
    action: 'List the tasks again.',
  },
  'task.not-claimed': {
    meaning: 'The task is not claimed by you.',
    retryable: false,
    action: 'Claim it first.',
  },
  'task.claimed-by-other': {
    meaning: 'Another responder holds the claim.',
    retryable: false,
    action: 'Wait for the lease to end, or ask for a hand-over.',
  },
  'task.unknown-option': {
    meaning: 'The task does not offer this option.',
    retryable: false,
    action: 'Choose one of the options shown with the task.',
  },
  'task.stale-evidence': {
    meaning: 'The evidence has changed since you looked at it.',
    retryable: false,
    action: 'Look again and decide on the current version.',
  },
  'task.already-decided': {
    meaning: 'The task was decided before.',
    retryable: false,
    action: 'Nothing; the earlier decision stands.',
  },
  'task.lease-expired': {
    meaning: 'Your claim has run out.',
    retryable: false,
    action: 'Claim it again, look again, and decide.',
  },
  'task.same-person': {
    meaning: 'This option takes two people, and you were the first.',
    retryable: false,
    action: 'Ask a second person to claim and decide it.',
  },
  'task.wrong-role': {
    meaning: 'Your role may not do this with the task.',
    retryable: false,
    action: 'Ask the shift lead, or whoever holds the claim.',
  },
  'task.conflict': {
    meaning: 'You have a conflict of interest with this task.',
    retryable: false,
    action: 'Pass it on; somebody without one decides.',
  },
  'task.needs-language': {
    meaning: 'The task needs a language that you do not have.',
    retryable: false,
    action: 'Leave it to its desk, or pass it on with the reason language.',
  },
  'task.needs-skill': {
    meaning: 'The task needs a skill that you do not have.',
    retryable: false,
    action: 'Leave it to its desk, or pass it on with the reason skill.',
  },
  'task.needs-clearance': {
    meaning: 'The task needs a higher clearance than yours.',
    retryable: false,
    action: 'Leave it to its desk, or pass it on with the reason clearance.',
  },
  'task.exposure-spent': {
    meaning: 'Your exposure budget of this shift is spent.',
    retryable: false,
    action: 'Take a break; the task went on to another desk.',
  },
  'task.unknown-reason': {
    meaning: 'A reason is not on the list of reasons.',
    retryable: false,
    action: 'Give one or more codes of the list; free text goes into the sealed note.',
  },
  'task.not-decided': {
    meaning: 'The task has no decision to undo.',
    retryable: false,
    action: 'List the tasks again.',
  },
  'task.undo-over': {
    meaning: 'The time to undo this decision is over.',
    retryable: false,
    action: 'Open a remedy for what has to be made good.',
  },
  'task.not-undoable': {
    meaning: 'What was decided cannot be taken back in one step.',
    retryable: false,
    action: 'End the measure, or open a remedy.',
  },
  'hold.unknown': {
    meaning: 'No open hold has this id.',
    retryable: false,
    action: 'List the holds again.',
  },
  'remedy.unknown': {
    meaning: 'No open remedy has this id.',
    retryable: false,
    action: 'List the remedies again.',
  },
  'remedy.same-decider': {
    meaning: 'You decided what this remedy looks at; somebody else has to.',
    retryable: false,
    action: 'Ask a colleague who took no part in the first decision.',
  },
  'remedy.already-decided': {
    meaning: 'The remedy was decided before.',
    retryable: false,
    action: 'Nothing; the earlier decision stands.',
  },
  'remedy.unknown-option': {
    meaning: 'A remedy cannot end like this.',
    retryable: false,
    action: 'Choose restored, partly, refused, referred or withdrawn.',
  },
  'statement.unknown': {
    meaning: 'No statement of reasons has this code.',
    retryable: false,
    action: 'Copy the code from the statement as it stands there.',
  },
  'notify.failed': {
    meaning: 'A notice could not be delivered.',
    retryable: true,
    action: 'Check the mail server or webhook of the rung; the next rung has been told.',
  },
  'hold.conflict': {
    meaning: 'You have a conflict of interest with this hold.',
    retryable: false,
    action: 'Leave it to approvers without one.',
  },
  'hold.same-approver': {
    meaning: 'You have allowed this action already; another approver is needed.',
    retryable: false,
    action: 'Ask a second approver.',
  },
  'case.unknown': {
    meaning: 'No case has this reference.',
    retryable: false,
    action: 'List the tasks; each shows its case.',
  },
  'measure.unknown': {
    meaning: 'No measure in force has this reference.',
    retryable: false,
    action: 'Look at the case again; the measure may have ended.',
  },
  'measure.at-longest': {
    meaning: 'The measure already lasts as long as it may.',
    retryable: false,
    action: 'Let it end, or ask a responder for a measure in its place.',
  },
  'access.no-token': {
    meaning: 'You are not signed in.',
    retryable: false,
    action: 'Sign in with hrd-shield login.',
  },
  'access.bad-token': {
    meaning: 'The token is not valid here, or has expired.',
    retryable: false,
    action: 'Sign in again.',
  },
  'access.refused': {
    meaning: 'Your role does not allow this.',
    retryable: false,
    action: 'Ask somebody whose role does.',
  },
  'access.no-sign-in': {
    meaning: 'No identity provider is set up here.',
    retryable: false,
    action: 'Use a token, or set the provider in the configuration of the desk.',
  },
  'access.sign-in-failed': {
    meaning: 'The identity provider did not confirm who signs in, or gives no role at this desk.',
    retryable: false,
    action: 'Start again; ask a steward for a role when it goes on.',
  },
  'access.needs-fresh-sign-in': {
    meaning: 'What you ask for takes a sign-in of the last minutes.',
    retryable: false,
    action: 'Sign in again and repeat it.',
  },
  'access.needs-second-person': {
    meaning: 'So many defenders at once are an export, which takes a second person.',
    retryable: false,
    action: 'Ask for fewer, or request an export at the registry and have somebody agree.',
  },
  'access.forged': {
    meaning: 'The request does not carry the token against forged requests.',
    retryable: false,
    action: 'Read the session, and send its csrf value as x-csrf-token.',
  },
  'access.unknown-person': {
    meaning: 'Nobody has this reference.',
    retryable: false,
    action: 'Use the pseudonym that the session shows.',
  },
  'access.unknown-token': {
    meaning: 'No token has this id.',
    retryable: false,
    action: 'List the tokens again.',
  },
  'request.malformed': {
    meaning: 'The request does not fit its schema.',
    retryable: false,
    action: 'Mend the places named; the document of the API shows the schema.',
  },
  'request.unknown-route': {
    meaning: 'Nothing is served at this address.',
    retryable: false,
    action: 'Look into /v1/openapi.json.',
  },
  'request.too-large': {
    meaning: 'The request is larger than its bound.',
    retryable: false,
    action: 'Send less at once.',
  },
  'request.unsupported': {
    meaning: 'The content type is not taken here.',
    retryable: false,
    action: 'Send application/json, or application/octet-stream for a file.',
  },
  'request.too-many': {
    meaning: 'You ask more often than the limit allows.',
    retryable: true,
    action: 'Wait as long as Retry-After says.',
  },
  'request.needs-key': {
    meaning: 'A write needs an Idempotency-Key of 16 to 64 characters.',
    retryable: false,
    action: 'Send a random one; repeat the same one when you repeat the write.',
  },
  'request.key-reused': {
    meaning: 'The Idempotency-Key belongs to another request.',
    retryable: false,
    action: 'Use a new one for every new write.',
  },
  'request.in-progress': {
    meaning: 'The same write is being done at this moment.',
    retryable: true,
    action: 'Repeat it in a moment to get its answer.',
  },
  'request.needs-if-match': {
    meaning: 'A change needs If-Match with the ETag of what you saw.',
    retryable: false,
    action: 'Read it, and send its ETag.',
  },
  'request.changed': {
    meaning: 'It has changed since you read it.',
    retryable: false,
    action: 'Read it again and decide anew.',
  },
  'request.bad-cursor': {
    meaning: 'The cursor was not given by this list.',
    retryable: false,
    action: 'Start the list from its beginning.',
  },
  'report.unknown': {
    meaning: 'No report has this reference or receipt code.',
    retryable: false,
    action: 'Copy the receipt code as it was shown; it cannot be shown again.',
  },
  'report.quota-spent': {
    meaning: 'The sender has sent as many reports as one day allows.',
    retryable: true,
    action: 'Go on tomorrow; where life is in danger mark the report critical: it is always taken.',
  },
  'report.not-answered': {
    meaning: 'The report has no answer by a person yet.',
    retryable: false,
    action: 'Answer it first.',
  },
  'report.closed': {
    meaning: 'The report is closed.',
    retryable: false,
    action: 'Send a new report.',
  },
  'report.full': {
    meaning: 'The report has as many messages or files as it can hold.',
    retryable: false,
    action: 'Send a new report.',
  },
  'report.not-a-flagger': {
    meaning: 'The token is not that of a trusted flagger.',
    retryable: false,
    action: 'Send without it, or ask a steward.',
  },
  'attachment.bad-type': {
    meaning: 'The first bytes of the file are of no type that is taken.',
    retryable: false,
    action: 'Send a picture, a PDF, a sound or a film.',
  },
  'attachment.infected': {
    meaning: 'The malware scanner found something in the file.',
    retryable: false,
    action: 'Send a screenshot or a description instead.',
  },
  'attachment.not-scanned': {
    meaning: 'No malware scanner answers, so that files are not taken.',
    retryable: true,
    action: 'Send the text alone; the file can be added later.',
  },
  'internal.fault': {
    meaning: 'A fault of the service itself.',
    retryable: false,
    action: 'Look into its log at this time; nothing of the request is repeated there.',
  },
  'input.bad-file': {
    meaning: 'The input file cannot be read as newline-delimited CloudEvents.',
    retryable: false,
    action: 'Mend the line that the message names.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What stops a targeting event: the reason is a metric label, so the list is closed. */
export const DROP_REASONS = [
  'not-a-defender',
  'designation-inactive',
  'outside-consent',
  'duplicate',
  'stale-version',
  'not-used',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];
