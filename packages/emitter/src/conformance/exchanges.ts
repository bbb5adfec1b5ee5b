import type { AckStatus, CommandAct } from '@hrd-shield/contracts';

/** What the kit says to the adapter, and the answers that are right. */
export interface ExchangeStep {
  readonly act: CommandAct;
  /** Which of the exchange's measures it is about, from 0. Default 0. */
  readonly instance?: number;
  /** Commands of one act and instance with the same round have the same id. Default 0. */
  readonly round?: number;
  /** End of the measure from when the exchange began, ms. Default an hour. */
  readonly endsAfterMs?: number;
  /** The account is boxed to somebody else's key. */
  readonly isForeign?: boolean;
  /** Wait before it is sent, ms. */
  readonly afterMs?: number;
  /** Sent together with the step before. */
  readonly isTogether?: boolean;
  /** Right last answers; `accepted` may come before any of them. */
  readonly expect: readonly AckStatus[];
  /** What is wrong where another answer comes. */
  readonly otherwise: ConformanceCode;
}

/** One recorded exchange between shield and platform. */
export interface Exchange {
  readonly id: string;
  readonly says: string;
  readonly steps: readonly ExchangeStep[];
}

/** Everything that can be wrong with an adapter, with what to do about it. */
export const CONFORMANCE_CODES = {
  'ack.missing': 'No answer came in time. Answer every command, also a repeated one.',
  'ack.unreadable': 'The answer is no acknowledgement. Compare it with the event reference.',
  'ack.misplaced':
    'The answer names another command, measure, case or defender, or its key is not the defender.',
  'ack.no-reason': 'A refusal or failure gives no reason. Say why in a coded word without data.',
  'ack.names-account': 'A reason names the account. Reasons carry no data of a person.',
  'order.broken': 'Answers for one defender came in another order than the commands.',
  'apply.not-done': 'An apply that is in order is not answered by applied.',
  'probe.not-true':
    'A probe does not say what is in effect. Look at the effect, not at a record of it.',
  'lift.not-done': 'A lift is not answered by lifted. Lifting what is not there succeeds.',
  'repeat.carried-out': 'A repeated command was carried out again. The id is the idempotency key.',
  'expired.applied': 'A command past its end was applied. Refuse it.',
  'expiry.ignored': 'A measure outlived its end. End it at expiresAt without a lift.',
  'foreign.applied': 'A command whose accounts do not open was not refused.',
  'renewal.lost': 'A second apply of the same measure did not prolong it.',
} as const;
export type ConformanceCode = keyof typeof CONFORMANCE_CODES;

const SHORT_MS = 2_000;

/** In the order in which they are played. */
export const EXCHANGES: readonly Exchange[] = [
  {
    id: 'apply-probe-lift',
    says: 'a measure is applied, seen, lifted and no longer seen',
    steps: [
      { act: 'apply', expect: ['applied'], otherwise: 'apply.not-done' },
      { act: 'probe', expect: ['effective'], otherwise: 'probe.not-true' },
      { act: 'lift', expect: ['lifted'], otherwise: 'lift.not-done' },
      { act: 'probe', round: 1, expect: ['ineffective'], otherwise: 'probe.not-true' },
    ],
  },
  {
    id: 'repeated-apply',
    says: 'a command that comes again is answered again and not carried out again',
    steps: [
      { act: 'apply', expect: ['applied'], otherwise: 'apply.not-done' },
      { act: 'lift', expect: ['lifted'], otherwise: 'lift.not-done' },
      { act: 'apply', expect: ['applied'], otherwise: 'apply.not-done' },
      { act: 'probe', expect: ['ineffective'], otherwise: 'repeat.carried-out' },
    ],
  },
  {
    id: 'lift-of-nothing',
    says: 'lifting what is not there succeeds, and again',
    steps: [
      { act: 'lift', expect: ['lifted'], otherwise: 'lift.not-done' },
      { act: 'lift', expect: ['lifted'], otherwise: 'lift.not-done' },
    ],
  },
  {
    id: 'past-its-end',
    says: 'a command past its end is refused and does nothing',
    steps: [
      { act: 'apply', endsAfterMs: -1_000, expect: ['refused'], otherwise: 'expired.applied' },
      { act: 'probe', expect: ['ineffective'], otherwise: 'expired.applied' },
    ],
  },
  {
    id: 'ends-by-itself',
    says: 'a measure ends by itself when no lift comes',
    steps: [
      { act: 'apply', endsAfterMs: SHORT_MS, expect: ['applied'], otherwise: 'apply.not-done' },
      {
        act: 'probe',
        afterMs: SHORT_MS + 500,
        expect: ['ineffective'],
        otherwise: 'expiry.ignored',
      },
    ],
  },
  {
    id: 'renewal',
    says: 'a second apply of a measure prolongs it',
    steps: [
      { act: 'apply', endsAfterMs: SHORT_MS, expect: ['applied'], otherwise: 'apply.not-done' },
      { act: 'apply', round: 1, expect: ['applied'], otherwise: 'apply.not-done' },
      { act: 'probe', afterMs: SHORT_MS + 500, expect: ['effective'], otherwise: 'renewal.lost' },
      { act: 'lift', expect: ['lifted'], otherwise: 'lift.not-done' },
    ],
  },
  {
    id: 'sealed-to-another',
    says: 'a command whose account does not open is refused',
    steps: [{ act: 'apply', isForeign: true, expect: ['refused'], otherwise: 'foreign.applied' }],
  },
  {
    id: 'in-order',
    says: 'commands of one defender that come together are carried out and answered in order',
    steps: [
      { act: 'apply', expect: ['applied'], otherwise: 'apply.not-done' },
      { act: 'lift', isTogether: true, expect: ['lifted'], otherwise: 'lift.not-done' },
      {
        act: 'apply',
        instance: 1,
        isTogether: true,
        expect: ['applied'],
        otherwise: 'apply.not-done',
      },
      {
        act: 'probe',
        instance: 1,
        isTogether: true,
        expect: ['effective'],
        otherwise: 'probe.not-true',
      },
      { act: 'probe', expect: ['ineffective'], otherwise: 'order.broken' },
      { act: 'lift', instance: 1, expect: ['lifted'], otherwise: 'lift.not-done' },
    ],
  },
];
