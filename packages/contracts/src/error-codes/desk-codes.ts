import type { ErrorEntry } from './error-entry.ts';

/** The registry, the desk and reports of incidents. */
export const DESK_CODES = {
  'desk.unavailable': {
    meaning: 'The desk does not answer, or not as a desk does.',
    retryable: true,
    action: 'Check SHIELD_DESK_URL and the desk; nothing was shown.',
  },
  'registry.restored': {
    meaning:
      'The registry is older than what it has published: a backup was restored, and what was erased or taken back since is not in it.',
    retryable: false,
    action: 'Run hrd-shield designate replay-erasures, then start designate.',
  },
  'designation.bad-file': {
    meaning: 'The designations file does not fit its schema.',
    retryable: false,
    action: 'Mend the line that the message names.',
  },
  'report.not-an-attack': {
    meaning:
      'Only a report that was helped or referred, without a case, is of an unnoticed attack.',
    retryable: false,
    action: 'Leave the defender out, or close it as helped or referred.',
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
    meaning: 'The session looks taken over; it can pause or take consent back, and nothing else.',
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
  'reveal.busy': {
    meaning: 'Another look through whole logs is under way.',
    retryable: true,
    action: 'Ask again in a minute; what was agreed to is not used up.',
  },
  'reveal.expired': {
    meaning: 'The time to agree to the request, or to use it, is over.',
    retryable: false,
    action: 'Ask for it anew.',
  },
  'reveal.refused': {
    meaning: 'The second person refused the request.',
    retryable: false,
    action: 'Speak with an approver before you ask anew.',
  },
  'rows.not-for-purpose': {
    meaning: 'This table, or this kind of slice, is not read for that purpose.',
    retryable: false,
    action: 'Ask for what the rules of row access list under the purpose.',
  },
  'rows.bad-slice': {
    meaning: 'The slice ends before it begins, is too long, or the table does not know it.',
    retryable: false,
    action: 'Ask for a shorter stretch of time, or by what the table has.',
  },
  'rows.bad-reason': {
    meaning: 'The reason is too short, too long, or may name somebody.',
    retryable: false,
    action: 'Say why without names, accounts, addresses, long numbers or references.',
  },
  'rows.too-many': {
    meaning: 'You asked for rows as often as one person may in a day.',
    retryable: false,
    action: 'Ask tomorrow, or have an analyst of your team ask.',
  },
  'rows.no-account': {
    meaning: 'The desk has no account of the column store for single rows, or it does not answer.',
    retryable: true,
    action: 'Have SHIELD_DESK_ROWS_URL set; what was agreed to is not used up.',
  },
  'parity.repeated': {
    meaning: 'Parity of this quarter was counted before.',
    retryable: false,
    action: 'Read what it let out, or correct it: a correction names the last run of the quarter.',
  },
  'parity.other-facts': {
    meaning: 'These are not the facts that were agreed to, or those of an earlier run are missing.',
    retryable: false,
    action: 'Name the draft that was asked about, and the folder that holds the earlier ones.',
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
