import type {
  Boxed,
  CampaignId,
  CaseId,
  CommandAct,
  CoverageGap,
  DefenderProfile,
  DefenderRef,
  DeliveryConditions,
  MeasureRef,
  MeasureState,
  NoticeId,
  ResponderRef,
  TaskId,
  Threat,
  Tier,
  Verdict,
} from '@hrd-shield/contracts/pure';
import type { TaskSpec } from './policy.ts';
import type { TaskNeeds } from './rota.ts';

/** Signals remembered so that redelivery changes nothing; the oldest is forgotten first. */
export const MAX_SEEN_SIGNALS = 4096;
/** Open cases of one defender; a campaign beyond joins the case that was active last. */
export const MAX_OPEN_CASES = 64;
/** Listed actors kept for one case: what one command carries at most. */
export const MAX_CASE_ACTORS = 256;
/** Rungs told about one task, repeats of the last one included. */
export const MAX_RUNGS = 24;
/** Undecided and decided tasks kept for one case. */
export const MAX_CASE_TASKS = 32;

/** The protection of one defender in one campaign. Times are epoch ms. */
export interface CaseState {
  readonly id: CaseId;
  readonly campaign: CampaignId;
  readonly threat: Threat;
  readonly tier: Tier;
  readonly score: number;
  readonly inauthentic: boolean;
  readonly directHarm: boolean;
  readonly firstEventAt: number;
  readonly eventAt: number;
  readonly eventCount: number;
  readonly actorCount: number;
  readonly signalCount: number;
  readonly actors: readonly Boxed[];
  readonly openedAt: number;
  /** When a signal last came, by the workflow's clock. */
  readonly lastSignalAt: number;
  /** Grows when what a responder has to weigh changes. */
  readonly evidenceVersion: number;
  /** Listed actors that nothing automatic may touch. */
  readonly spared?: readonly Boxed[];
  /** Where a candidate policy would have done otherwise, as it was told. */
  readonly shadowed?: readonly string[];
  /** What waits for a person and why, as it was told. */
  readonly withheld?: readonly string[];
  /** Measures that the platform refused or could not do: a person decides about them. */
  readonly notInForce: readonly string[];
  /** A person judged the campaign harmless up to this tier. */
  readonly ruledOutAt?: Tier;
}

/** What the platform was asked and has not answered. */
export interface Outstanding {
  readonly act: CommandAct;
  /** Set when a probe looks whether the lift took effect. */
  readonly after?: 'lift';
  /** How many commands of this act came before for the instance, from 0: part of the command id. */
  readonly round: number;
  /** Sends under the same id so far, from 1. */
  readonly tries: number;
  /** Epoch ms. */
  readonly answerBy: number;
}

/**
 * One measure as applied to this defender, shared by the cases that need it. `liftAt` is there
 * from the first moment: the reversal is registered before the apply command exists.
 */
export interface MeasureInstance {
  readonly ref: MeasureRef;
  readonly measure: string;
  readonly state: MeasureState;
  readonly neededBy: readonly CaseId[];
  /** Named in commands and outcomes: the case that asked first, later the one that let go last. */
  readonly case: CaseId;
  readonly automatic: boolean;
  readonly actors: readonly Boxed[];
  readonly requestedAt: number;
  readonly liftAt: number;
  readonly applyRounds: number;
  readonly reducesReach?: boolean;
  readonly awaiting?: Outstanding;
}

/** A task as its protection knows it; times are epoch ms. */
export interface TaskState {
  readonly id: TaskId;
  readonly case: CaseId;
  readonly spec: TaskSpec;
  /** Set when the task is about a measure that is not in force. */
  readonly measure?: string;
  readonly tier: Tier;
  readonly openedAt: number;
  readonly dueAt: number;
  readonly evidenceVersion: number;
  /** Rungs reached so far. */
  readonly rungs: number;
  readonly rung?: string;
  /** Absent when the ladder has ended or the task is decided. */
  readonly nextRungAt?: number;
  /** Somebody's body or life is in danger: another ladder, and no budget delays it. */
  readonly danger?: boolean;
  readonly needs?: TaskNeeds;
  /** Desk of the rota that it went to, and what the rota could not give it. */
  readonly desk?: string;
  readonly gaps?: readonly CoverageGap[];
  /** Who declared a conflict of interest; they never decide it. */
  readonly conflicted?: readonly ResponderRef[];
  /** First approvals of options that take two people. */
  readonly approvals?: readonly Approval[];
  /** When somebody was spoken to and on which evidence: it stops the clock. */
  readonly contact?: { readonly at: number; readonly evidenceVersion: number };
  /** Rungs that were told and whose notice has no answer yet. */
  readonly told?: readonly { readonly notice: NoticeId; readonly rung: string }[];
  /** The due time has passed. */
  readonly overdue?: boolean;
  /** A decision was taken back. */
  readonly undone?: boolean;
  /** Acts of people on the task so far: makes their records unique. */
  readonly acts?: number;
  readonly claims: number;
  readonly claim?: { readonly responder: ResponderRef; readonly leaseUntil: number };
  readonly decision?: {
    readonly option: string;
    readonly at: number;
    readonly responder?: ResponderRef;
    readonly verdict?: Verdict;
    /** Absent where it cannot be undone. */
    readonly undoUntil?: number;
    /** What it set off, to be taken back by an undo. */
    readonly requested?: readonly MeasureRef[];
    readonly released?: readonly string[];
  };
}

/** One of two people has said yes. */
export interface Approval {
  readonly responder: ResponderRef;
  readonly option: string;
  /** An approval of other evidence does not count. */
  readonly evidenceVersion: number;
}

/** A time in which fewer people could reach the defender because of us; epoch ms. */
export interface ReachSpan {
  readonly from: number;
  readonly until: number;
}

/** Everything that protection knows of one defender. A plain value that travels over runs. */
export interface ProtectionState {
  readonly defender: DefenderRef;
  /** Start of this life of the workflow, epoch ms; rounds of measures count up from it. */
  readonly startedAt: number;
  readonly profile?: DefenderProfile;
  readonly withdrawn: boolean;
  readonly seen: readonly string[];
  readonly cases: Readonly<Record<CaseId, CaseState>>;
  readonly measures: Readonly<Record<MeasureRef, MeasureInstance>>;
  readonly tasks: Readonly<Record<TaskId, TaskState>>;
  /** Next round of each measure: a reference is never used twice. */
  readonly rounds: Readonly<Record<string, number>>;
  /** Times of new applications in the last hour, per measure and per measure of a case. */
  readonly recent: Readonly<Record<string, readonly number[]>>;
  /** Times in which measures reduced the reach of the defender. */
  readonly reachSpans?: readonly ReachSpan[];
  /** What holds beyond this defender, as last told. */
  readonly conditions?: DeliveryConditions;
  /** Measures that the defender ended: not applied again without a person. */
  readonly refused: readonly string[];
  /** Tasks opened so far: makes their ids unique. */
  readonly taskCount: number;
  /** Set while no case is open. */
  readonly restingSince?: number;
  readonly done: boolean;
  /** Grows with each fact and over lives: the version of rows in the read model. */
  readonly revision: number;
}

/** @param startedAt start of this life of the workflow, epoch ms */
export function initialProtection(defender: DefenderRef, startedAt: number): ProtectionState {
  return {
    defender,
    startedAt,
    withdrawn: false,
    seen: [],
    cases: {},
    measures: {},
    tasks: {},
    rounds: {},
    recent: {},
    refused: [],
    taskCount: 0,
    restingSince: startedAt,
    done: false,
    revision: startedAt,
  };
}

/** Open cases, at most `MAX_OPEN_CASES`; a case that closed is forgotten. */
export function casesOf(state: ProtectionState): readonly CaseState[] {
  return Object.values(state.cases);
}

/** Measures that may be on, and those of open cases that were refused or failed. */
export function measuresOf(state: ProtectionState): readonly MeasureInstance[] {
  return Object.values(state.measures);
}

/** Tasks of open cases, decided ones too, at most `MAX_CASE_TASKS` a case. */
export function tasksOf(state: ProtectionState): readonly TaskState[] {
  return Object.values(state.tasks);
}

/** True while the measure acts or may act on the platform and its lift was not asked. */
export function isInForce(instance: MeasureInstance): boolean {
  return (
    instance.state === 'requested' || instance.state === 'applied' || instance.state === 'verified'
  );
}

/** True while its first command waits for its time: nothing of it is on yet. */
export function isPending(instance: MeasureInstance): boolean {
  return instance.awaiting?.act === 'apply' && instance.awaiting.tries === 0;
}

/** True while anything of the measure may still be on. */
export function isLiving(instance: MeasureInstance): boolean {
  return isInForce(instance) || instance.state === 'lifting';
}
