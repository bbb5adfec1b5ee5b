import type { ErrorEntry } from './error-entry.ts';

/** Cases, tasks, holds and remedies: what people are refused. */
export const PEOPLE_CODES = {
  'review.unknown': {
    meaning: 'No review of this name is open to you.',
    retryable: false,
    action: 'List reviews again; one that was judged, drawn by you, or of your case is not yours.',
  },
  'review.bad-window': {
    meaning: 'The part of time does not begin before it ends, or is longer than is looked at.',
    retryable: false,
    action: 'Give from and to in this order, epoch ms; a draw takes 92 days at most.',
  },
  'review.no-store': {
    meaning: 'This desk was given no column store, so it knows no reviews.',
    retryable: false,
    action: 'Set CLICKHOUSE_URL for the desk.',
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
} as const satisfies Record<string, ErrorEntry>;
