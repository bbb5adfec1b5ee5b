import type {
  Clearance,
  ConsentClass,
  HarmClass,
  MeasureSubject,
  Threat,
  Tier,
} from '@hrd-shield/contracts/pure';
import type { MeasureLimits, MeasureTraits } from './measure-traits.ts';
import type { PriorityWeights } from './priority.ts';
import type { Rota } from './rota.ts';

/** A tier at which something is done; `none` never does anything. */
export type ActingTier = Exclude<Tier, 'none'>;

/** What the rules need to know of one measure of the catalogue; durations in ms. */
export interface MeasureSpec extends MeasureTraits {
  readonly name: string;
  readonly subject: MeasureSubject;
  readonly harm: HarmClass;
  readonly consent: ConsentClass;
  /** Lowest tier at which nobody has to be asked; `never` waits for a person. */
  readonly automaticAt: ActingTier | 'never';
  readonly lifetimeMs: number;
  /** Longest life, renewals included. */
  readonly longestMs: number;
  /** Whether the platform is asked if the measure has effect. */
  readonly probe: boolean;
  /** What a responder may put in its place when it is not in force. */
  readonly successor?: string;
  /** New applications an hour to one defender; the breaker for measures that touch others. */
  readonly quotaPerHour?: number;
}

/**
 * One measure as a workflow carries it: without its name, which is its key, and without what most
 * have.
 */
export type MeasureEntry = Omit<MeasureSpec, Usual> & Partial<Pick<MeasureSpec, Usual>>;
type Usual = 'name' | 'probe' | 'consent' | 'subject' | 'automaticAt';

/** What an entry means by saying nothing: the mildest that there is. */
const USUAL = {
  probe: true,
  consent: 'pre-consented',
  subject: 'defender',
  automaticAt: 'never',
} as const satisfies Partial<MeasureSpec>;

/** @returns undefined when the policy has no such measure */
export function measureSpecOf(policy: ProtectionPolicy, name: string): MeasureSpec | undefined {
  const entry = policy.measures[name];
  if (entry === undefined) return undefined;
  return { ...USUAL, ...entry, name };
}

/** What an option of a task does to the case. */
export const OPTION_EFFECTS = ['keep', 'lift', 'apply', 'retry', 'replace', 'note'] as const;
export type OptionEffect = (typeof OPTION_EFFECTS)[number];

/** What a responder can choose of a task, and what follows from it. */
export interface TaskOption {
  readonly id: string;
  readonly effect: OptionEffect;
  /** Only for `apply`: what a person adds. */
  readonly measures?: readonly string[];
  /** Different people that it takes; 1 when absent. */
  readonly approvals?: number;
}

/** A question to people, as a playbook puts it. */
export interface TaskSpec {
  readonly question: string;
  /** Time until a decision is due, ms. */
  readonly dueMs: number;
  /** What a responder has to be able to do, as desks of the rota name it. */
  readonly skill?: string;
  readonly clearance?: Clearance;
  /** A body or a life is in danger, whatever the signal says. */
  readonly danger?: boolean;
  readonly options: readonly TaskOption[];
}

/** What a tier brings: measures at once, and a question where a person has to decide. */
export interface PlaybookStep {
  readonly measures: readonly string[];
  readonly task?: TaskSpec;
  /** The task of the tier below is due in this time, ms. */
  readonly dueMs?: number;
}

/** What is done about one threat, by the tier that its campaign reached. */
export interface Playbook {
  readonly steps: Readonly<Partial<Record<ActingTier, PlaybookStep>>>;
}

/** One rung of the ladder: who hears of a task, at which multiple of its due time. */
export interface LadderRung {
  readonly rung: string;
  readonly dueRatio: number;
}

/** Clocks of a protection. Those of people and measures run by the scale of the workflow. */
export interface ProtectionTiming {
  /** Wait for an answer of the platform, ms; a machine's clock, never scaled. */
  readonly ackDeadlineMs: number;
  /** Sends of one command under one id before it counts as unanswered. */
  readonly maxTries: number;
  /** Wait between later sends of an unanswered lift, ms; never scaled. */
  readonly liftRetryMs: number;
  readonly claimLeaseMs: number;
  /** How long a decision can be undone, ms; not at all when absent. */
  readonly undoMs?: number;
  /** A case closes when its campaign was quiet for this long, ms. */
  readonly quietMs: number;
  /**
   * How long the workflow stays after its last case, ms: as long as the log can deliver a signal
   * again. Never scaled.
   */
  readonly rememberMs: number;
  /** A measure is renewed by a later signal once less than this share of its life is left. */
  readonly renewBelowRatio: number;
}

/** The protection policy as the rules read it: a plain value, pinned by its hash. */
/**
 * The rules as they are written. A run that began under earlier ones keeps them to its end, so that
 * its history can be replayed; see docs/changing-workflows.md.
 */
export const LATEST_RULES = 2;

/** Every rule that one protection follows, resolved from the rule files and pinned in its state. */
export interface ProtectionPolicy {
  readonly hash: string;
  /** Rules of the run; the latest when absent. 2: a lift is verified by a probe. */
  readonly rules?: number;
  readonly measures: Readonly<Record<string, MeasureEntry>>;
  readonly playbooks: Readonly<Partial<Record<Threat, Playbook>>>;
  /** Without them measures start at once, and only the quota of each binds. */
  readonly limits?: MeasureLimits;
  /** For threats without a playbook of their own. */
  readonly fallback: Playbook;
  /** The task that a measure not in force opens. */
  readonly escalation: TaskSpec;
  readonly ladder: readonly LadderRung[];
  /** Stands in its place where a body or a life is in danger: it starts at the shift lead. */
  readonly dangerLadder?: readonly LadderRung[];
  /** Who is there for tasks; without one nothing is routed and nobody is told. */
  readonly rota?: Rota;
  readonly priority?: PriorityWeights;
  readonly timing: ProtectionTiming;
  /** A candidate beside the live one: what it would have done is recorded, and nothing else. */
  readonly shadow?: Omit<ProtectionPolicy, 'shadow'>;
}

/** Whether the run follows the rules of this version or a later one. */
export function follows(policy: ProtectionPolicy, rules: number): boolean {
  return (policy.rules ?? LATEST_RULES) >= rules;
}

/**
 * Shortens every clock of people and measures, for demonstrations; the clocks of machines (acks,
 * retries, log retention) stay as they are.
 *
 * @param clockScale how much faster than the wall clock, at least 1
 */
export function scalePolicy(policy: ProtectionPolicy, clockScale: number): ProtectionPolicy {
  if (clockScale === 1) return policy;
  const scaled = (ms: number): number => Math.max(1, Math.round(ms / clockScale));
  return {
    ...policy,
    measures: mapValues(policy.measures, (spec) => ({
      ...spec,
      lifetimeMs: scaled(spec.lifetimeMs),
      longestMs: scaled(spec.longestMs),
    })),
    playbooks: mapValues(policy.playbooks, (playbook) => scalePlaybook(playbook, scaled)),
    fallback: scalePlaybook(policy.fallback, scaled),
    escalation: scaleTask(policy.escalation, scaled),
    ...(policy.shadow === undefined ? {} : { shadow: scalePolicy(policy.shadow, clockScale) }),
    ...(policy.limits === undefined ? {} : { limits: scaleLimits(policy.limits, scaled) }),
    timing: {
      ...policy.timing,
      claimLeaseMs: scaled(policy.timing.claimLeaseMs),
      ...(policy.timing.undoMs === undefined ? {} : { undoMs: scaled(policy.timing.undoMs) }),
      quietMs: scaled(policy.timing.quietMs),
    },
  };
}

type Scaled = (ms: number) => number;

function scaleLimits(limits: MeasureLimits, scaled: Scaled): MeasureLimits {
  return { ...limits, jitterMs: scaled(limits.jitterMs) };
}

function scalePlaybook(playbook: Playbook, scaled: Scaled): Playbook {
  return {
    steps: mapValues(playbook.steps, (step) => ({
      ...step,
      ...(step.task === undefined ? {} : { task: scaleTask(step.task, scaled) }),
      ...(step.dueMs === undefined ? {} : { dueMs: scaled(step.dueMs) }),
    })),
  };
}

function scaleTask(task: TaskSpec, scaled: Scaled): TaskSpec {
  return { ...task, dueMs: scaled(task.dueMs) };
}

function mapValues<K extends string, V>(
  record: Readonly<Partial<Record<K, V>>>,
  change: (value: V) => V,
): Record<K, V> {
  const entries = Object.entries(record) as [K, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<K, V>;
}
