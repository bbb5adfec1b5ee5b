import {
  type AdverseQuestion,
  type CloudEvent,
  encodeBinary,
  type HoldId,
  type HoldRecord,
  INTERNAL_TYPES,
  NOBODY,
  type ObjectRef,
  unreachable,
} from '@hrd-shield/contracts';
import { decideVerdict, type HoldPolicy, type HoldVerdict } from '@hrd-shield/domain/hold';
import type { DefenderIndex, OutRecord, Pseudonymiser } from '@hrd-shield/pipeline';
import type { HoldMemory } from './hold-memory.ts';
import { writeAnswer } from './write-answer.ts';

export interface AnswerDeps {
  readonly index: Pick<DefenderIndex, 'findEvenly'>;
  readonly pseudonyms: Pick<Pseudonymiser, 'object'>;
  readonly memory: HoldMemory;
  readonly isFresh: (nowMs: number) => boolean;
  readonly newHoldId: () => HoldId;
  readonly now: () => number;
  /** Takes a hold for people to look at. */
  readonly place: (record: OutRecord) => void;
  readonly onVerdict: (verdict: 'proceed' | 'hold' | 'refuse') => void;
}

const SOURCE = 'hrd-shield/hold';

/**
 * Answers one question. Every answer costs the same: one digest, one keyed hash, one verdict and
 * one record, which is dropped unless people must look. Nothing is awaited.
 */
export function createAnswerQuestion(
  deps: AnswerDeps,
  config: { readonly policy: HoldPolicy; readonly topic: string },
): (question: AdverseQuestion) => string {
  const { memory } = deps;
  return (question) => {
    const now = deps.now();
    const designated = deps.index.findEvenly(Buffer.from(question.account));
    const subject = subjectOf(deps, question);
    const isLiving =
      designated !== undefined && designated.state === 'active' && designated.expiresAt > now;
    const earlier = memory.find(subject);
    const verdict = decideVerdict(
      {
        asked: question,
        isDefender: isLiving,
        isViewFresh: deps.isFresh(now) || !memory.canWaitBlind(now),
        earlier,
        now,
      },
      config.policy,
    );
    const hold = (verdict.kind === 'still-held' ? earlier?.hold : undefined) ?? deps.newHoldId();
    const record: HoldRecord = {
      hold,
      // A record is made for every answer.
      defender: designated?.ref ?? NOBODY,
      subject,
      action: question.action,
      origin: question.origin,
      ground: question.ground,
      state: verdict.kind === 'override' ? 'proceeded' : 'held',
      askedAt: now,
      dueAt: endOf(verdict, now),
      ...(question.noticeBarredUntil === undefined
        ? {}
        : { noticeBarredUntil: question.noticeBarredUntil }),
      policyHash: config.policy.hash,
    };
    const written = recordOf(record, config.topic);
    if (isForPeople(verdict)) {
      memory.take(record);
      deps.place(written);
    } else if (verdict.kind === 'hold') memory.waitBlind(subject, hold, verdict.until);
    const said = sayOf(verdict);
    deps.onVerdict(said);
    return writeAnswer({ verdict: said, until: said === 'hold' ? record.dueAt : now, id: hold });
  };
}

/** Keyed: nobody without the key finds the action or the account again. */
function subjectOf(deps: AnswerDeps, { account, actionId }: AdverseQuestion): ObjectRef {
  return deps.pseudonyms.object(`action|${actionId.length}:${actionId}|${account}`) as ObjectRef;
}

function isForPeople(verdict: HoldVerdict): boolean {
  return verdict.kind === 'override' || (verdict.kind === 'hold' && verdict.reason === 'defender');
}

function endOf(verdict: HoldVerdict, now: number): number {
  switch (verdict.kind) {
    case 'hold':
    case 'still-held':
      return verdict.until;
    case 'override':
      return verdict.reviewBy;
    case 'proceed':
    case 'refused':
      return now;
    default:
      return unreachable(verdict);
  }
}

function sayOf(verdict: HoldVerdict): 'proceed' | 'hold' | 'refuse' {
  if (verdict.kind === 'hold' || verdict.kind === 'still-held') return 'hold';
  return verdict.kind === 'refused' ? 'refuse' : 'proceed';
}

function recordOf(record: HoldRecord, topic: string): OutRecord {
  const event: CloudEvent<HoldRecord> = {
    specversion: '1.0',
    id: `${record.hold}#${record.state}`,
    source: SOURCE,
    type: INTERNAL_TYPES.hold,
    time: new Date(record.askedAt).toISOString(),
    data: record,
  };
  return { topic, ...encodeBinary(event, record.hold) };
}
