import type { DefenderRef, ProtectionAck } from '@hrd-shield/contracts';
import { withdrawDesignation } from '@hrd-shield/registry';
import type { ResponseStage } from '../../harness/response-stage.ts';
import type { riskSignal } from '../../harness/risk-signal.ts';
import type { OutcomeTail } from './outcome-tail.ts';
import type { Responder } from './responder.ts';

/** One defender on the way to one step. */
export interface Subject {
  readonly ref: DefenderRef;
  readonly account: string;
}

export interface StepWorld {
  readonly stage: ResponseStage;
  readonly tail: OutcomeTail;
  readonly responder: Responder;
  /** Keeps the platform's answers of this status for this defender back, or lets them go. */
  readonly keepBack: (
    ref: DefenderRef,
    status: ProtectionAck['status'] | undefined,
  ) => Promise<void>;
  /** The platform carries out and answers nothing. */
  readonly silence: (on: boolean) => Promise<void>;
  /** Has the platform refuse everything for this account. */
  readonly refuse: (account: string) => void;
  readonly raise: (ref: DefenderRef, changes: Parameters<typeof riskSignal>[1]) => Promise<void>;
  readonly noteWithdrawal: (ref: DefenderRef) => void;
  /** The defender wants this measure off from now on. */
  readonly noteRefusal: (instance: string) => void;
}

/** A named step of a case: brought to its brink, pushed over it, and seen to be through. */
export interface CaseStep {
  readonly name: string;
  /** Starts; `isReady` says when the subject stands at the brink. */
  begin(subject: Subject, world: StepWorld): Promise<void>;
  isReady(subject: Subject, world: StepWorld): boolean;
  /** What happens while the fault strikes. May be called again when a server was away. */
  push(subject: Subject, world: StepWorld): Promise<void>;
  isThrough(subject: Subject, world: StepWorld): boolean;
}

const raiseFirst: CaseStep['begin'] = ({ ref }, { raise }) => raise(ref, { name: 'first' });

const isVerified: CaseStep['isReady'] = ({ ref }, { tail }) => {
  const asked = tail.of(ref).filter(({ kind }) => kind === 'measure.requested').length;
  return asked > 0 && tail.has(ref, 'measure.applied', asked) && tail.has(ref, 'measure.verified');
};

/** At the brink while the platform keeps its answers of one kind back. */
function keptBack(status: ProtectionAck['status'], isReady: CaseStep['isReady']) {
  return {
    begin: async (subject: Subject, world: StepWorld) => {
      await world.keepBack(subject.ref, status);
      await raiseFirst(subject, world);
    },
    isReady,
    push: (subject: Subject, world: StepWorld) => world.keepBack(subject.ref, undefined),
  };
}

const hasTask: CaseStep['isReady'] = (subject, world) =>
  isVerified(subject, world) && world.tail.has(subject.ref, 'task.opened');

async function ended({ ref }: Subject, { noteRefusal, stage }: StepWorld): Promise<void> {
  const view = await stage.protection.view(ref);
  const measures = view?.cases.flatMap((row) => row.measures) ?? [];
  const standing = measures.find(({ state }) => state === 'verified');
  if (standing === undefined) return;
  await stage.protection.endMeasure(ref, { instance: standing.instance, by: 'defender' });
  noteRefusal(standing.instance);
}

/** Every step of a case, in its order. */
export const CASE_STEPS: readonly CaseStep[] = [
  {
    name: 'signal-appended',
    begin: async () => undefined,
    isReady: () => true,
    push: ({ ref }, { raise }) => raise(ref, { name: 'first' }),
    isThrough: isVerified,
  },
  {
    name: 'apply-sent',
    ...keptBack('applied', ({ ref }, { tail }) => tail.has(ref, 'measure.requested')),
    isThrough: isVerified,
  },
  {
    name: 'probe-sent',
    ...keptBack('effective', ({ ref }, { tail }) => tail.has(ref, 'measure.applied')),
    isThrough: isVerified,
  },
  {
    name: 'measure-refused',
    begin: async ({ account }, { refuse }) => refuse(account),
    isReady: () => true,
    push: ({ ref }, { raise }) => raise(ref, { name: 'first' }),
    isThrough: ({ ref }, { tail }) =>
      tail.has(ref, 'measure.refused') && tail.has(ref, 'task.opened'),
  },
  {
    name: 'signal-merged',
    begin: raiseFirst,
    isReady: isVerified,
    push: ({ ref }, { raise }) => raise(ref, { name: 'more', tier: 'shield', eventCount: 120 }),
    isThrough: ({ ref }, { tail }) => tail.has(ref, 'case.merged'),
  },
  {
    name: 'posture-shared',
    begin: raiseFirst,
    isReady: isVerified,
    push: ({ ref }, { raise }) => raise(ref, { name: 'other', about: 'another campaign' }),
    isThrough: ({ ref }, { tail }) => tail.has(ref, 'case.opened', 2),
  },
  {
    name: 'task-claimed',
    begin: raiseFirst,
    isReady: hasTask,
    push: ({ ref }, { responder }) => responder.claim(ref),
    isThrough: ({ ref }, { tail }) => tail.has(ref, 'task.claimed'),
  },
  {
    name: 'task-decided',
    begin: raiseFirst,
    isReady: hasTask,
    push: ({ ref }, { responder }) => responder.decide(ref, 'keep'),
    isThrough: ({ ref }, { tail }) => tail.has(ref, 'task.decided'),
  },
  {
    name: 'case-ruled-out',
    begin: raiseFirst,
    isReady: hasTask,
    push: ({ ref }, { responder }) => responder.decide(ref, 'lift'),
    isThrough: ({ ref }, { tail }) =>
      tail.has(ref, 'task.decided') && tail.has(ref, 'measure.lifted'),
  },
  {
    name: 'measure-ended',
    begin: raiseFirst,
    isReady: isVerified,
    push: ended,
    isThrough: ({ ref }, { tail }) => tail.has(ref, 'measure.lifted'),
  },
  {
    name: 'lift-sent',
    begin: async (subject, world) => {
      await world.keepBack(subject.ref, 'lifted');
      await raiseFirst(subject, world);
    },
    isReady: isVerified,
    push: async (subject, world) => {
      await ended(subject, world);
      await world.keepBack(subject.ref, undefined);
    },
    isThrough: ({ ref }, { tail }) => tail.has(ref, 'measure.lifted'),
  },
  {
    name: 'consent-withdrawn',
    begin: raiseFirst,
    isReady: isVerified,
    push: async ({ ref }, { noteWithdrawal, stage }) => {
      await withdrawDesignation(ref, stage.stage.registry);
      await stage.publish();
      noteWithdrawal(ref);
    },
    isThrough: ({ ref }, { tail }) =>
      tail.has(ref, 'consent.withdrawn') && tail.has(ref, 'case.closed'),
  },
];
